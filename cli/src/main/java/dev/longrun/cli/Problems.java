package dev.longrun.cli;

import dev.longrun.laws.LawException;
import dev.longrun.model.ModelException;
import dev.longrun.plan.PlanException;
import dev.longrun.risk.RiskException;
import dev.longrun.run.RunFileException;
import dev.longrun.run.TableException;
import dev.longrun.text.TextException;
import dev.longrun.train.TrainException;
import dev.longrun.weights.WeightsException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** What went wrong, as lines for a person and an exit code. */
final class Problems {

    private Problems() {
    }

    /** Prints the lines, and the stack trace for those who asked for it. */
    static int report(Exception failure, Terminal terminal, boolean debug) {
        String asked = System.getenv("LONGRUN_DEBUG");
        boolean trace = debug || asked != null && !asked.isEmpty() && !asked.equals("0");
        message(failure).lines().forEach(line -> terminal.err().println("longrun: " + line));
        if (trace) {
            failure.printStackTrace(terminal.err());
        } else if (!isTheUsers(failure) && !isTheSystems(failure)) {
            terminal.err().println("longrun: this is a fault of Longrun; LONGRUN_DEBUG=1 shows where it is");
        }
        terminal.err().flush();
        return isTheUsers(failure) ? Main.BAD_INPUT : Main.FAILED;
    }

    /** Whether other input would help. */
    static boolean isTheUsers(Throwable failure) {
        return switch (failure) {
            case RunFileException _, TableException _, RiskException _, LawException _, TextException _,
                ModelException _, WeightsException _, PlanException _, TrainException _, InputException _,
                InvalidPathException _ -> true;
            case Throwable _ -> false;
        };
    }

    private static boolean isTheSystems(Throwable failure) {
        return failure instanceof IOException || failure instanceof UncheckedIOException
            || failure instanceof FailedException;
    }

    static String message(Throwable failure) {
        String message = failure.getMessage() == null ? "" : failure.getMessage();
        return switch (failure) {
            case UncheckedIOException e -> message(e.getCause());
            case NoSuchFileException e -> e.getFile() + ": no such file or folder";
            case AccessDeniedException e -> e.getFile() + ": no permission";
            case FileAlreadyExistsException e -> e.getFile() + ": is in the way";
            case FileSystemException e -> e.getFile() + ": " + (e.getReason() == null ? "cannot be used"
                : e.getReason());
            case FileNotFoundException _, IOException _ -> message.isEmpty() ? failure.getClass().getSimpleName()
                : message;
            case Throwable _ -> isTheUsers(failure) || failure instanceof FailedException ? message
                : failure.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
        };
    }
}
