package dev.longrun.train;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Journals of runs that never were, with the shapes that real ones have. */
final class Journals {

    static final long TOKENS_A_STEP = 4096;
    private static final ObjectMapper JSON = JsonMapper.builder().build();
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final Random random = new Random(1);
    private final List<Event> events = new ArrayList<>();
    private final long steps;
    private double second;

    Journals(long steps) {
        this.steps = steps;
    }

    /** A run of {@code steps} that was interrupted once, resumed, and came to its end. */
    static List<Event> complete(long steps) {
        Journals journal = new Journals(steps);
        long half = steps * 3 / 5;
        journal.begin(0).run(0, half);
        journal.events.add(new Event.Stopped(journal.at(40), half, "interrupted", "checkpoints/step-00000500"));
        journal.begin(half - half / 10);
        journal.events.add(new Event.Resumed(journal.at(1), half - half / 10, "checkpoints/step-00000500",
            List.of("checkpoints/step-00000600: checksum of model.safetensors differs")));
        journal.run(half - half / 10, steps);
        double loss = journal.loss(steps);
        journal.events.add(new Event.Finished(journal.at(1), steps, loss, loss / Math.log(2) / 3.5, 2.91, 291.4, 300.2,
            612_000_000, 655_000_000));
        return journal.events;
    }

    /** Taken up, and the text prepared when it is the first time. */
    Journals begin(long step) {
        events.add(new Event.Started(at(0), step, steps, "0.1.0", "25.0.3+9-LTS",
            "AMD EPYC 9V74 80-Core Processor", 2));
        if (step == 0) {
            events.add(new Event.Skipped(at(1), "src/<script>alert('file')</script>.bin", "binary"));
            events.add(new Event.Skipped(at(1), "src/broken.txt", "not UTF-8 at byte 1,024"));
            events.add(new Event.Prepared(at(4), 8_310, 412, 83, 640_000, 2, 32_000_000, 500_000, 9_120_440,
                142_508, 1.612,
                11.8));
        }
        return this;
    }

    Journals run(long from, long to) {
        for (long step = from + 1; step <= to; step++) {
            double loss = loss(step) + random.nextGaussian() * 0.06;
            double speed = 47_000 + 900 * random.nextGaussian() - (step % 97 == 0 ? 9_000 : 0);
            events.add(new Event.Step(at(TOKENS_A_STEP / speed), step, step * TOKENS_A_STEP, loss,
                loss / Math.log(2) / 3.5, 0.4 + 2 / Math.sqrt(step) + Math.abs(random.nextGaussian()) * 0.1, rate(step),
                speed, speed / 110_000, forecast(step)));
            if (step % (steps / 12) == 0 || step == steps) {
                evaluate(step);
            }
        }
        return this;
    }

    List<Event> events() {
        return events;
    }

    private void evaluate(long step) {
        String checkpoint = String.format(Locale.ROOT, "checkpoints/step-%08d", step);
        events.add(new Event.Saved(at(0.2), step, checkpoint, 14_200_000, 0.21, 0.01));
        double loss = loss(step) + 0.03;
        events.add(new Event.Evaluated(at(1.4), step, loss, loss / Math.log(2) / 3.5, forecast(step), 1.4));
        String words = "return this.value; // the <b>value</b> & nothing else\n    }\n\u001b[31m";
        events.add(new Event.Sampled(at(0.1), step, "public static void ",
            words.substring(0, (int) Math.min(words.length(), 8 + 50 * step / steps)) + " at " + step));
        events.add(new Event.Sampled(at(0.1), step, "<script>alert('prompt')</script> The \u00fcber ",
            " \u202eand so on </td></table><img src=x onerror=alert(1)> " + step));
    }

    private double loss(long step) {
        return 2.35 + 6 * Math.pow(1 + step * 900.0 / steps, -0.34) - 0.35 * Math.max(0, 5.0 * step / steps - 4) / 1.6;
    }

    private double forecast(long step) {
        return 2.2 + 6.3 * Math.pow(1 + step * 1000.0 / steps, -0.32) - 0.2 * Math.max(0, 5.0 * step / steps - 4);
    }

    private double rate(long step) {
        double warm = Math.min(1, step * 50.0 / steps);
        double decay = step < steps * 0.8 ? 1 : 1 - Math.sqrt((step - steps * 0.8) / (steps * 0.2));
        return 3e-3 * Math.min(warm, decay);
    }

    private String at(double after) {
        second += after;
        return START.plusMillis(Math.round(second * 1000)).toString();
    }

    /** Writes a run folder's text files. */
    static Path write(Path folder, List<Event> events) {
        try {
            Files.createDirectories(folder);
            StringBuilder lines = new StringBuilder();
            for (Event event : events) {
                lines.append(JSON.writeValueAsString(event)).append('\n');
            }
            Files.writeString(folder.resolve("journal.jsonl"), lines);
            Files.writeString(folder.resolve("run.yaml"), """
                # resolved by Longrun
                name: laptop
                budget: 5 min
                model:
                  layers: 4   # depth from the width: width / 32 (recipe table)
                  width: 128  # <script>alert('yaml')</script>
                """);
            Files.writeString(folder.resolve("plan.json"), """
                {"parameters": 1183872, "flopPerToken": 8.12e6, "trainingSeconds": 300.2, "peakMemoryBytes": 655000000,
                 "expectedLoss": 2.91, "parameterGroups": [
                   {"group": "embedding", "rule": "vocabulary x width", "parameters": 524288},
                   {"group": "attention", "rule": "4 x width^2 x layers", "parameters": 262144}],
                 "memory": {"weightsBytes": 4735488, "gradientsBytes": 4735488, "optimiserBytes": 9470976,
                   "activationsBytes": 410000000},
                 "notes": ["prior", "<script>alert('plan')</script>"],
                 "curve": [1,2,3,4,5,6,7,8,9,10,11,12,13]}
                """);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code report.html} of a run that never was, to look at: folder and steps as arguments. */
    public static void main(String[] args) throws IOException {
        long steps = Long.parseLong(args[1]);
        Report.write(write(Path.of(args[0]), args.length > 2 ? new Journals(steps).begin(0)
            .run(0, steps / 3).events() : complete(steps)));
    }
}
