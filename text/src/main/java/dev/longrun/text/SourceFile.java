package dev.longrun.text;

import java.nio.file.Path;

/**
 * A file on disk that holds documents.
 *
 * @param file where it lies
 * @param path its name inside the source, the same wherever the source lies, with '/' between names
 * @param named true when the user named it, so that a failure is an error and not one file skipped
 * @param bytes its size when it was listed
 * @param modifiedMillis when it was last changed, when it was listed
 */
record SourceFile(Path file, String path, boolean named, long bytes, long modifiedMillis) {

    FileKind kind() {
        return FileKind.of(file.getFileName().toString());
    }
}
