package dev.longrun.text;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The files that the sources of a run file name, each source's in the order of their paths. Names that begin with a dot
 * are left out of folders and globs (.git, .DS_Store), links are followed, and what cannot be looked at is skipped.
 */
final class SourceList {

    /** The source that every JDK carries. */
    static final String JDK = "jdk";

    private final List<SourceFile> files = new ArrayList<>();
    private final List<SkippedFile> skipped = new ArrayList<>();

    private SourceList() {
    }

    /** Throws TextException for a source that names nothing. */
    static SourceList of(List<String> sources) {
        SourceList list = new SourceList();
        for (String source : sources) {
            list.add(source);
        }
        return list;
    }

    List<SourceFile> files() {
        return files;
    }

    List<SkippedFile> skipped() {
        return skipped;
    }

    private void add(String source) {
        if (source.equals(JDK)) {
            add(jdkSource(Path.of(System.getProperty("java.home"))), source);
            return;
        }
        if (source.isBlank()) {
            throw new TextException("data source \"" + source + "\": empty; name a file, a folder, a glob or jdk");
        }
        if (Glob.isGlob(source) && !exists(source)) {
            addGlob(source);
            return;
        }
        Path path = path(source);
        if (Files.isDirectory(path)) {
            int before = files.size();
            walk(path, name -> true);
            if (files.size() == before) {
                throw new TextException("data source \"" + source + "\": the folder holds no files");
            }
        } else {
            add(path, source);
        }
    }

    /** The source archive of a JDK; throws TextException that says how to get one where it is missing. */
    static Path jdkSource(Path javaHome) {
        Path zip = javaHome.resolve("lib").resolve("src.zip");
        if (!Files.isRegularFile(zip)) {
            throw new TextException("data source \"jdk\": " + zip + " is missing; use a JDK that carries its source"
                + " (Debian: apt install openjdk-25-source; Temurin and SDKMAN builds have it), point JAVA_HOME at one,"
                + " or name a folder of text instead");
        }
        return zip;
    }

    /** A file may be named like a pattern; where no such name can be, it is one. */
    private static boolean exists(String source) {
        try {
            return Files.exists(path(source));
        } catch (TextException e) {
            return false;
        }
    }

    private static Path path(String source) {
        boolean home = source.startsWith("~/");
        try {
            return home ? Path.of(System.getProperty("user.home"), source.substring(2)) : Path.of(source);
        } catch (InvalidPathException e) {
            throw new TextException("data source \"" + source + "\": not a path: " + e.getReason(), e);
        }
    }

    private void add(Path file, String source) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                throw new TextException("data source \"" + source + "\": neither a file nor a folder");
            }
            files.add(sourceFile(file, file.getFileName().toString(), true, attributes));
        } catch (IOException e) {
            throw new TextException("data source \"" + source + "\": " + TextException.reason(e)
                + " (looked for " + file.toAbsolutePath().normalize() + ")", e);
        }
    }

    /** Walks from the last folder before the first wildcard. */
    private void addGlob(String source) {
        String glob = source.replace('\\', '/');
        int wildcard = 0;
        while (!Glob.isGlob(glob.substring(wildcard, wildcard + 1))) {
            wildcard++;
        }
        int slash = glob.lastIndexOf('/', wildcard);
        Path folder = path(slash < 0 ? "." : glob.substring(0, slash + 1));
        Pattern pattern = Glob.compile(glob.substring(slash + 1));
        int before = files.size();
        if (Files.isDirectory(folder)) {
            walk(folder, name -> pattern.matcher(name).matches());
        }
        if (files.size() == before) {
            throw new TextException("data source \"" + source + "\": no file matches (looked in "
                + folder.toAbsolutePath().normalize() + ")");
        }
    }

    private void walk(Path root, Predicate<String> wanted) {
        List<SourceFile> found = new ArrayList<>();
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                new Visitor(root, wanted, found));
        } catch (IOException e) {
            throw new TextException("data source \"" + root + "\": " + TextException.reason(e), e);
        }
        found.sort(Comparator.comparing(SourceFile::path));
        files.addAll(found);
    }

    private static SourceFile sourceFile(Path file, String path, boolean named, BasicFileAttributes attributes) {
        return new SourceFile(file, path, named, attributes.size(), attributes.lastModifiedTime().toMillis());
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final Predicate<String> wanted;
        private final List<SourceFile> found;

        private Visitor(Path root, Predicate<String> wanted, List<SourceFile> found) {
            this.root = root;
            this.wanted = wanted;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return hidden(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!hidden(file) && attributes.isRegularFile() && wanted.test(name(file))) {
                found.add(sourceFile(file, name(file), false, attributes));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException error) throws IOException {
            if (file.equals(root)) {
                throw error;
            }
            if (!hidden(file)) {
                skipped.add(new SkippedFile(name(file), TextException.reason(error)));
            }
            return FileVisitResult.CONTINUE;
        }

        private boolean hidden(Path file) {
            return !file.equals(root) && file.getFileName().toString().startsWith(".");
        }

        private String name(Path file) {
            StringBuilder name = new StringBuilder();
            for (Path part : root.relativize(file)) {
                name.append(name.isEmpty() ? "" : "/").append(part);
            }
            return name.toString();
        }
    }
}
