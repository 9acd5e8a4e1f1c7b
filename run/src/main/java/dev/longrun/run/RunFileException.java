package dev.longrun.run;

import java.util.List;

/** A run file that cannot be used. The message holds every problem, one line each, fit to be printed as it is. */
public final class RunFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    RunFileException(List<String> problems) {
        super(String.join("\n", problems));
    }

    RunFileException(String problem) {
        this(List.of(problem));
    }
}
