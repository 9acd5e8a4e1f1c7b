package dev.longrun.run;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Where a user keeps tables that add to those that come with Longrun. */
public final class UserFolder {

    private UserFolder() {
    }

    /** The folder longrun in $XDG_CONFIG_HOME, or in ~/.config; whether it exists or not. */
    public static Optional<Path> path() {
        try {
            String config = System.getenv("XDG_CONFIG_HOME");
            Path base = config == null || !Path.of(config).isAbsolute()
                ? Path.of(System.getProperty("user.home", ""), ".config") : Path.of(config);
            return Optional.of(base.resolve("longrun"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
