package dev.longrun.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProfileTest {

    @TempDir
    private Path folder;

    @Test
    void thePartsAddUpToTheTimeOfTheProcess() throws IOException {
        TinyRun run = TinyRun.in(folder);
        run.trainSteps(2, 12);
        run.train();
        List<Event.Profiled> told = run.journal(Event.Profiled.class);
        assertEquals(List.of(12L, TinyRun.STEPS - 12), told.stream().map(Event.Profiled::steps).toList());
        for (Event.Profiled one : told) {
            assertEquals(one.parts().size(), one.parts().stream().map(Event.PartTime::part).distinct().count());
            double sum = one.parts().stream().mapToDouble(Event.PartTime::seconds).sum();
            assertEquals(one.seconds(), sum, 1e-6 + 0.01 * one.seconds());
            for (Event.PartTime part : one.parts()) {
                assertTrue(part.seconds() >= 0, part.toString());
                boolean flop = part.part().endsWith(" products") || part.part().equals("attention");
                assertEquals(flop, part.flop() > 0, part.toString());
            }
            double flop = one.parts().stream().mapToDouble(Event.PartTime::flop).sum();
            assertEquals((double) run.resolved().plan().flopPerToken().training() * one.steps() * 128, flop, 1);
        }
        assertTrue(Files.readString(run.folder().report()).contains("Where the time went"));
    }

    @Test
    void processesThatTookUpARunAreAddedInTheReport() {
        Event.Profiled one = new Event.Profiled("", 1, 1, 4, 1e9, List.of(
            new Event.PartTime("head products", 3, 2.4e9), new Event.PartTime("the rest", 1, 0)));
        String html = new ReportProfile(History.of(List.of(one, one), 0)).html();
        assertTrue(html.contains("head products</th><td>75.0 %</td><td>6.00 s</td><td>80 %</td>"), html);
        assertTrue(html.contains("the rest</th><td>25.0 %</td><td>2.00 s</td><td></td>"), html);
        assertEquals("", new ReportProfile(History.of(List.of(), 0)).html());
    }

    @Test
    void aRecordingIsAFileThatJavasToolsRead() throws IOException {
        Path file = folder.resolve("profile.jfr");
        FlightRecording recording = FlightRecording.start(file);
        System.gc();
        recording.close();
        assertTrue(RecordingFile.readAllEvents(file).stream()
            .anyMatch(event -> event.getEventType().getName().equals("jdk.GarbageCollection")));
    }
}
