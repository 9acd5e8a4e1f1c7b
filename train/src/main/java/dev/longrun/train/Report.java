package dev.longrun.train;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.longrun.page.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * {@code report.html}: a run on one page that opens anywhere, offline. Made from {@code journal.jsonl},
 * {@code plan.json} and {@code run.yaml}, as far as they are there, so it serves a run that is still going or was
 * stopped as well.
 */
public final class Report {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT)
        .withZone(ZoneOffset.UTC);

    private Report() {
    }

    /**
     * Writes or replaces {@code report.html} of a run folder.
     *
     * @return the file written
     * @throws IOException if the folder cannot be read or written
     */
    public static Path write(Path runFolder) throws IOException {
        return Page.write(runFolder.resolve("report.html"), html(runFolder));
    }

    static String html(Path runFolder) throws IOException {
        History history = History.read(runFolder.resolve("journal.jsonl"));
        JsonNode plan = plan(runFolder.resolve("plan.json"));
        Path yaml = runFolder.resolve("run.yaml");
        String run = Files.exists(yaml) ? new String(Files.readAllBytes(yaml), StandardCharsets.UTF_8) : "";
        String name = runFolder.toAbsolutePath().normalize().getFileName().toString();
        ReportTables tables = new ReportTables(history);
        return new Page(name + ", a Longrun report")
            .add(new ReportHeadline(history, name).html())
            .section("Loss, forecast and speed", new ReportCharts(history, edge(plan, "lowBitsPerByte"),
                edge(plan, "highBitsPerByte")).html())
            .section("Planned and actual", tables.plannedAndActual())
            .section("Where the time went", new ReportProfile(history).html())
            .section("Experts", new ReportExperts(history).html())
            .section("Samples", new ReportSamples(history).html())
            .section("What happened", tables.timeline())
            .section("Text", tables.text())
            .section("Plan", new ReportPlan(plan).html())
            .section("Derived values", new ReportPlan(plan).derivations())
            .section("Run file, as resolved", ReportPlan.yaml(run))
            .section("Machine", tables.machine())
            .html("Written by Longrun from journal.jsonl, plan.json and run.yaml of this run.");
    }

    /** An edge of the planned 80 % band over its middle; not a number where nothing was foretold. */
    private static double edge(JsonNode plan, String edge) {
        return plan.path("loss").path(edge).asDouble() / plan.path("loss").path("bitsPerByte").asDouble();
    }

    /** An instant of the journal for a reader: to the minute, in UTC. */
    static String time(String at) {
        try {
            return TIME.format(Instant.parse(at));
        } catch (DateTimeException e) {
            return at;
        }
    }

    private static JsonNode plan(Path file) throws IOException {
        if (!Files.exists(file)) {
            return MissingNode.getInstance();
        }
        try {
            return JsonMapper.builder().build().readTree(file.toFile());
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
