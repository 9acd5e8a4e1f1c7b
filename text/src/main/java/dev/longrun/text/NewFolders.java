package dev.longrun.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Folders made for a build; those still empty at its end, for it failed, are taken away again. */
final class NewFolders {

    private final Deque<Path> created = new ArrayDeque<>();

    private NewFolders() {
    }

    /** Makes a folder and those above it; throws TextException when that cannot be done. */
    static NewFolders create(Path folder) {
        NewFolders folders = new NewFolders();
        for (Path at = folder; at != null && !Files.exists(at); at = at.getParent()) {
            folders.created.addLast(at);
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            folders.removeEmpty();
            throw new TextException(folder + ": this folder cannot be made: " + TextException.reason(e), e);
        }
        return folders;
    }

    void removeEmpty() {
        try {
            for (Path folder : created) {
                Files.deleteIfExists(folder);
            }
        } catch (IOException e) {
            // Not empty: in use.
        }
    }
}
