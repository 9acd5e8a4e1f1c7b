package dev.longrun.cli;

import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;

/**
 * Shows a run as it goes: on a terminal one line that is rewritten, with what happens above it; elsewhere plain lines,
 * about one for every 5 seconds or 5 %, fewer when the run is long.
 */
public final class Progress implements TrainListener, AutoCloseable {

    private static final double REDRAW_SECONDS = 0.1;
    private static final double WIDTH_SECONDS = 10;
    private static final double LINE_SECONDS = 5;
    private static final double LINE_SHARE = 0.05;
    private static final int SKIPPED_SHOWN = 5;

    private final Terminal terminal;
    private final DoubleSupplier seconds;
    private final IntSupplier columns;
    private int width;
    private double widthAt = Double.NEGATIVE_INFINITY;
    private double shownAt = Double.NEGATIVE_INFINITY;
    private double shownShare;
    private String line = "";
    private String stage = "";
    private double stageAt;
    private double trainingAt = Double.NaN;
    private double ngramBitsPerByte;
    private long skipped;
    private Optional<Event.Foretold> end = Optional.empty();

    /** Shows on {@code terminal}. */
    public Progress(Terminal terminal) {
        this(terminal, () -> System.nanoTime() / 1e9, terminal::width);
    }

    Progress(Terminal terminal, DoubleSupplier seconds, IntSupplier columns) {
        this.terminal = terminal;
        this.seconds = seconds;
        this.columns = columns;
    }

    @Override
    public void event(Event event) {
        if (event instanceof Event.Skipped && ++skipped > SKIPPED_SHOWN) {
            if (skipped == SKIPPED_SHOWN + 1) {
                print("more files left out are named in journal.jsonl");
            }
            return;
        }
        remember(event);
        for (String text : EventText.lines(event, ngramBitsPerByte)) {
            print(terminal.live() && event instanceof Event.Sampled ? Plain.cut(text, width() - 1) : text);
        }
    }

    /** What holds for all processes of a run: the text's own facts, and what was last foretold. */
    void remember(Event event) {
        if (event instanceof Event.Foretold foretold) {
            end = Optional.of(foretold);
        }
        if (event instanceof Event.Prepared prepared) {
            ngramBitsPerByte = prepared.ngramBitsPerByte();
            erase();
        }
    }

    @Override
    public void preparing(String what, double share) {
        double now = seconds.getAsDouble();
        boolean changed = !what.equals(stage);
        if (changed) {
            stage = what;
            stageAt = now;
        }
        if (terminal.live()) {
            if (changed || now - shownAt >= REDRAW_SECONDS || share >= 1) {
                shownAt = now;
                draw(ProgressLine.preparing(what, share, now - stageAt, width() - 1));
            }
        } else if (now - Math.max(shownAt, stageAt) >= LINE_SECONDS) {
            shownAt = now;
            terminal.out().println(ProgressLine.preparing(what, share, now - stageAt, Integer.MAX_VALUE));
            terminal.out().flush();
        }
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        double now = seconds.getAsDouble();
        if (Double.isNaN(trainingAt)) {
            trainingAt = now;
            shownAt = Double.NEGATIVE_INFINITY;
        }
        double share = (double) step / Math.max(1, steps);
        if (terminal.live()) {
            if (now - shownAt >= REDRAW_SECONDS || step == steps) {
                shownAt = now;
                draw(ProgressLine.training(step, steps, etaSeconds, last, end, width() - 1));
            }
            return;
        }
        double whole = now - trainingAt + (Double.isFinite(etaSeconds) ? etaSeconds : 0);
        if (now - shownAt >= Math.max(LINE_SECONDS, whole / 200) || share - shownShare >= LINE_SHARE
            || step == steps) {
            shownAt = now;
            shownShare = share;
            terminal.out().println(ProgressLine.training(step, steps, etaSeconds, last, end,
                Integer.MAX_VALUE));
            terminal.out().flush();
        }
    }

    /** A line that stays, above the one that is rewritten. */
    public void print(String text) {
        String kept = line;
        erase();
        terminal.out().println(text);
        draw(kept);
        terminal.out().flush();
    }

    /** Takes the rewritten line away. */
    public void erase() {
        if (!line.isEmpty()) {
            terminal.out().print("\r\u001b[K");
            line = "";
        }
        terminal.out().flush();
    }

    @Override
    public void close() {
        erase();
    }

    private void draw(String text) {
        if (terminal.live() && !text.isEmpty()) {
            terminal.out().print("\r" + terminal.tinted(text, 36) + "\u001b[K");
            terminal.out().flush();
            line = text;
        }
    }

    private int width() {
        double now = seconds.getAsDouble();
        if (now - widthAt > WIDTH_SECONDS) {
            widthAt = now;
            width = columns.getAsInt();
        }
        return width;
    }
}
