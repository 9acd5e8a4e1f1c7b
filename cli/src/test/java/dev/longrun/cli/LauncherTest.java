package dev.longrun.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a house of cardboard: JDK and Maven are scripts that say how they were called. */
class LauncherTest {

    private static final String MAVEN = """
        #!/bin/sh
        echo "$JAVA_HOME" >> maven-calls
        mkdir -p target cli/target
        touch target/build-started
        sleep 0.3
        %s
        """;

    @TempDir
    Path folder;
    private Path home;
    private Path jdk;
    private final Map<Long, Path> errors = new HashMap<>();

    private record Ended(int code, String out, String err) {
    }

    @BeforeEach
    void build() throws IOException {
        home = Files.createDirectories(folder.resolve("my h\u00f6use"));
        Files.copy(Path.of(System.getProperty("longrun.root"), "longrun"), home.resolve("longrun"));
        Files.createDirectories(home.resolve("cli/src/main"));
        Files.writeString(home.resolve("pom.xml"), "<project/>");
        Files.writeString(home.resolve("cli/pom.xml"), "<project/>");
        jdk = jdk("jdk 25", "25.0.3");
        maven("touch cli/target/longrun-cli.jar");
    }

    @Test
    void buildsOnceThenBecomesTheJvm() throws Exception {
        Ended first = launch("plan", "a file.yaml", "--set", "name=x y");
        assertEquals(0, first.code());
        assertTrue(first.err().startsWith("building Longrun (first use, about a minute)...\n"), first.err());
        assertTrue(first.out().endsWith("[plan]\n[a file.yaml]\n[--set]\n[name=x y]\n"), first.out());
        assertTrue(first.out().contains("[--add-modules]\n[jdk.incubator.vector]\n"), first.out());
        assertTrue(first.out().contains("[-Dlongrun.home=" + home.toRealPath() + "]"), first.out());
        Ended second = launch("plan");
        assertEquals("only this reaches a person\n", second.err());
        assertEquals(List.of(jdk.toString()), Files.readAllLines(home.resolve("maven-calls")));
    }

    @Test
    void newerSourcesAreBuilt() throws Exception {
        launch("plan");
        Path source = Files.writeString(home.resolve("cli/src/main/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
        maven("sleep 1; touch target/build-started cli/target/longrun-cli.jar");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now()));
        launch("plan");
        assertEquals(2, Files.readAllLines(home.resolve("maven-calls")).size());
        launch("plan");
        assertEquals(2, Files.readAllLines(home.resolve("maven-calls")).size());
    }

    @Test
    void benchmarksAreBuiltOnceOneIsAskedFor() throws Exception {
        Files.createDirectories(home.resolve("bench/src/main"));
        maven("echo \"$*\" >> arguments; touch cli/target/longrun-cli.jar; case \"$*\" in *-Pbench*) "
            + "mkdir -p bench/target; touch bench/target/longrun-bench.jar;; esac");
        launch("bench", "--help");
        assertFalse(Files.readString(home.resolve("arguments")).contains("-Pbench"));
        Ended built = launch("bench", "kernels", "--threads", "2");
        assertTrue(built.err().startsWith("building the benchmarks (first use, about a minute; fetches "), built.err());
        assertTrue(built.out().contains("/bench/target/longrun-bench.jar]\n[bench]\n[kernels]\n"), built.out());
        assertTrue(Files.readString(home.resolve("arguments")).contains("-Pbench"));
        launch("bench", "kernels");
        launch("plan");
        assertEquals(2, Files.readAllLines(home.resolve("maven-calls")).size());
    }

    @Test
    void newerBenchmarksConcernNobodyElse() throws Exception {
        maven("touch cli/target/longrun-cli.jar; mkdir -p bench/target; touch bench/target/longrun-bench.jar");
        launch("bench", "jmh");
        Thread.sleep(20);
        Files.writeString(Files.createDirectories(home.resolve("bench/src/main")).resolve("A.java"), "class A {}");
        launch("plan");
        assertEquals(1, Files.readAllLines(home.resolve("maven-calls")).size());
        launch("bench", "jmh");
        assertEquals(2, Files.readAllLines(home.resolve("maven-calls")).size());
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        Process one = start(Map.of(), "plan");
        Process two = start(Map.of(), "plan");
        assertEquals(0, ended(one).code());
        assertEquals(0, ended(two).code());
        assertEquals(1, Files.readAllLines(home.resolve("maven-calls")).size());
    }

    @Test
    void aBuildThatFailsIsOneLineWithTheLog() throws Exception {
        maven("echo '[ERROR] A.java:[3] something is amiss'; exit 1");
        Ended ended = launch("plan");
        assertEquals(1, ended.code());
        assertEquals("building Longrun (first use, about a minute)...\nlongrun: the build failed: [ERROR] A.java:[3] "
            + "something is amiss; the whole log is " + home.toRealPath() + "/target/build.log\n", ended.err());
    }

    @Test
    void anOldJdkIsPassedOver() throws Exception {
        Path old = jdk("jdk 17", "17.0.15");
        Ended ended = ended(start(Map.of("JAVA_HOME", old.toString(), "HOME", folder.toString()), "plan"));
        // A newer one is found elsewhere on this machine, the one that runs this test at the least, or none is.
        if (Files.exists(home.resolve("maven-calls"))) {
            assertFalse(Files.readAllLines(home.resolve("maven-calls")).contains(old.toString()));
        } else {
            assertTrue(ended.err().startsWith("longrun: needs a JDK of version 25 or later"), ended.err());
            assertEquals(2, ended.code());
        }
    }

    @Test
    void itsOwnOptionsReachTheJvm() throws Exception {
        Ended ended = ended(start(Map.of("LONGRUN_JAVA_OPTS", "-Xmx1g -Dx=y"), "schema"));
        assertTrue(ended.out().contains("[-Xmx1g]\n[-Dx=y]\n"), ended.out());
    }

    @Test
    void aLocaleThatCannotNameFilesIsReplaced() throws Exception {
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), "other systems name files in UTF-8");
        for (String locale : List.of("C", "xx_YY.UTF-8")) {
            assertTrue(ended(start(Map.of("LC_ALL", locale), "plan")).out().startsWith("locale C.UTF-8\n"), locale);
        }
    }

    @Test
    void killingItKillsTheJvm() throws Exception {
        launch("plan");
        Files.writeString(home.resolve("cli/target/longrun.jsa"), "made already");
        Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\necho $$ > '" + folder + "/pid'\nexec sleep 60\n");
        Process process = start(Map.of(), "train");
        Path pid = folder.resolve("pid");
        for (int i = 0; i < 200 && (!Files.exists(pid) || Files.size(pid) == 0); i++) {
            Thread.sleep(20);
        }
        long jvm = Long.parseLong(Files.readString(pid).strip());
        process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
        assertEquals(process.pid(), jvm);
    }

    @Test
    void worksThroughALink() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("lr"), Path.of("my h\u00f6use/longrun"));
        Ended ended = ended(start(link, Map.of(), "plan"));
        assertEquals(0, ended.code(), ended.err());
        assertTrue(ended.out().contains("[-Dlongrun.home=" + home.toRealPath() + "]"), ended.out());
    }

    private Path jdk(String name, String version) throws IOException {
        Path made = Files.createDirectories(folder.resolve(name));
        Files.writeString(made.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(made.resolve("bin/java"), """
            #!/bin/sh
            echo "locale $LC_ALL"
            for arg; do printf '[%s]\\n' "$arg"; done
            echo 'WARNING: nobody wants to know' >&2
            echo 'only this reaches a person' >&3
            """);
        script(made.resolve("bin/javac"), "#!/bin/sh\n");
        return made;
    }

    private void maven(String end) throws IOException {
        script(folder.resolve("bin/mvn"), MAVEN.formatted(end));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private Ended launch(String... args) throws Exception {
        return ended(start(Map.of(), args));
    }

    private Process start(Map<String, String> more, String... args) throws IOException {
        return start(home.resolve("longrun"), more, args);
    }

    private Process start(Path launcher, Map<String, String> more, String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of("sh", launcher.toString()));
        command.addAll(List.of(args));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().remove("LONGRUN_JAVA_OPTS");
        builder.environment().putAll(more);
        Path err = Files.createTempFile(folder, "err", "");
        builder.redirectError(err.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        errors.put(process.pid(), err);
        return process;
    }

    private Ended ended(Process process) throws Exception {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(30, TimeUnit.SECONDS), out);
        return new Ended(process.exitValue(), out, Files.readString(errors.get(process.pid())));
    }
}
