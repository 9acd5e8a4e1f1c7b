package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerTest {

    private static final Path ROOT = Path.of(System.getProperty("longrun.root"));

    @Test
    void theVersionsAreThoseThatAreFetched() throws IOException {
        String pom = Files.readString(ROOT.resolve("bench/peers/pom.xml"));
        for (Peer peer : Peer.values()) {
            assertTrue(pom.contains("<id>" + peer.id() + "</id>"), peer.id());
            String version = peer.title().replaceAll("[^0-9.]*([0-9.]+).*", "$1");
            assertTrue(pom.contains("<version>" + version), peer.title());
        }
    }

    @Test
    void theJavaSideOfPyTorchIsOfTheSameVersion() throws IOException {
        String pom = Files.readString(ROOT.resolve("bench/peers/pom.xml"));
        String generation = pom.replaceAll("(?s).*<bytedeco.version>(.*)</bytedeco.version>.*", "$1");
        assertTrue(Files.readString(ROOT.resolve("bench/pom.xml")).contains("<version>2.10.0-" + generation + "<"));
        assertTrue(pom.contains("<version>2.10.0-${bytedeco.version}<"));
    }

    @Test
    void openBlasIsToldOfWideVectors() {
        assertEquals(Optional.of("COOPERLAKE"), OpenBlasCore.named("flags\t: avx512bw avx512_bf16 x\n"));
        assertEquals(Optional.of("SKYLAKEX"), OpenBlasCore.named("model\t: 1\nflags\t: avx2 avx512bw\n"));
        assertEquals(Optional.empty(), OpenBlasCore.named("flags\t: avx2\n"));
        assertEquals(Optional.empty(), OpenBlasCore.named(""));
    }

    @Test
    void whatIsNotWholeIsMissing(@TempDir Path home) throws IOException {
        Files.createDirectories(home.resolve("bench/peers"));
        Files.writeString(home.resolve("bench/peers/pom.xml"), "<project/>");
        PeerFiles files = new PeerFiles(home, Peer.ONEDNN);
        assertTrue(files.missing());
        Files.createDirectories(files.folder());
        Files.writeString(files.folder().resolve("dnnl.jar"), "half of it");
        assertTrue(files.missing());
        Files.writeString(files.folder().resolve("whole"), "");
        assertEquals(false, files.missing());
        assertEquals(List.of(files.folder().resolve("dnnl.jar")), files.jars());
    }

    @Test
    void aLogInALine() {
        assertEquals("[ERROR] no network", Logs.firstError(List.of("[INFO] x", " [ERROR] no network", "[ERROR] y")));
        assertEquals("bye", Logs.firstError(List.of("hello", "bye", "")));
        assertEquals("no reason is known", Logs.firstError(List.of()));
        assertEquals(300, Logs.firstError(List.of("x".repeat(1000))).length());
    }
}
