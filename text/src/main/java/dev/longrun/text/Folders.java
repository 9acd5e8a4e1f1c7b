package dev.longrun.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Deletes folders that this module made. */
final class Folders {

    private Folders() {
    }

    /** Deletes a folder with all in it; nothing happens when there is none. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : inside) {
            Files.deleteIfExists(path);
        }
    }

    /** Deletes the folders in {@code parent} whose names begin so. */
    static void deleteBeginning(Path parent, String prefix) throws IOException {
        List<Path> left;
        try (Stream<Path> list = Files.list(parent)) {
            left = list.filter(path -> path.getFileName().toString().startsWith(prefix)).toList();
        }
        for (Path folder : left) {
            delete(folder);
        }
    }
}
