package dev.longrun.bench;

import dev.longrun.cli.FailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The files of a peer, below {@code bench/target/peers}: fetched by Maven, with its checks, mirrors and settings, when
 * they are first needed.
 */
final class PeerFiles {

    private static final String PLATFORM = "linux-x86_64";

    private final Path home;
    private final Peer peer;
    private final Path folder;

    /** {@code home} is the folder of the launcher. */
    PeerFiles(Path home, Peer peer) {
        this.home = home;
        this.peer = peer;
        folder = home.resolve("bench/target/peers").resolve(peer.id());
    }

    /** Where Longrun lies, as the launcher says. */
    static Path home() {
        return Path.of(System.getProperty("longrun.home", "."));
    }

    /** Whether the peer must be downloaded (or copied from Maven's own store) first. */
    boolean missing() {
        Path pom = home.resolve("bench/peers/pom.xml");
        try {
            return !Files.exists(marker())
                || Files.getLastModifiedTime(marker()).compareTo(Files.getLastModifiedTime(pom)) < 0;
        } catch (IOException noPom) {
            throw new UncheckedIOException(noPom);
        }
    }

    /** Where a peer may write down what it unpacks. */
    Path folder() {
        return folder;
    }

    private Path marker() {
        return folder.resolve("whole");
    }

    /** Fetches it where it is missing. */
    void fetch() throws IOException, InterruptedException {
        requirePlatform();
        if (!missing()) {
            return;
        }
        Files.createDirectories(folder);
        Files.deleteIfExists(marker());
        Path log = folder.resolve("fetch.log");
        Process maven;
        try {
            maven = new ProcessBuilder(maven(), "-q", "-B", "-f", home.resolve("bench/peers/pom.xml").toString(), "-P",
                peer.id(), "-Dpeer.folder=" + folder.toAbsolutePath(), "-Dpeer.platform=" + PLATFORM,
                "generate-resources").redirectErrorStream(true).redirectOutput(log.toFile()).start();
        } catch (IOException noMaven) {
            throw new FailedException("needs Maven to fetch " + peer.title() + " and found no mvn in PATH", noMaven);
        }
        try (Children.Guard _ = Children.end(maven)) {
            if (maven.waitFor() != 0) {
                throw new FailedException("could not fetch " + peer.title() + ": "
                    + Logs.firstError(log) + "; the whole log is " + log, null);
            }
        }
        Files.writeString(marker(), "");
    }

    private String maven() {
        Path wrapper = home.resolve("mvnw");
        return Files.isExecutable(wrapper) ? wrapper.toString() : "mvn";
    }

    private void requirePlatform() {
        String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
        if (!system.toLowerCase(Locale.ROOT).matches("linux on (amd64|x86_64)")) {
            throw new FailedException(peer.title() + " is fetched for Linux on x86-64 alone, and this is " + system
                + "; --against none measures Longrun by itself", null);
        }
    }

    /** The jars, for a class path. */
    List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** The folder into which the shared libraries of the jars are unpacked. */
    Path libraries() throws IOException {
        Path libraries = Files.createDirectories(folder.resolve("lib"));
        for (Path jar : jars()) {
            try (FileSystem zip = FileSystems.newFileSystem(jar); Stream<Path> entries = Files.walk(zip.getPath("/"))) {
                for (Path entry : entries.filter(PeerFiles::isLibrary).toList()) {
                    Path file = libraries.resolve(entry.getFileName().toString());
                    if (!Files.exists(file) || Files.size(file) != Files.size(entry)) {
                        Path part = libraries.resolve(file.getFileName() + "." + ProcessHandle.current().pid());
                        Files.copy(entry, part);
                        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
        }
        return libraries;
    }

    private static boolean isLibrary(Path entry) {
        return entry.getFileName() != null && entry.getFileName().toString().matches(".*\\.so(\\.\\d+)?");
    }
}
