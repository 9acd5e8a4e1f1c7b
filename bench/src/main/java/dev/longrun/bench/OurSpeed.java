package dev.longrun.bench;

import dev.longrun.engine.Engine;
import dev.longrun.engine.Engine.Next;
import dev.longrun.engine.Sequence;
import dev.longrun.tensor.ThreadTeam;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Longrun's engine. */
final class OurSpeed implements SpeedSide {

    private final Engine engine;
    private final Sequence sequence;
    private final double firstTokenSeconds;

    OurSpeed(Path model, ThreadTeam team, int context) {
        long begin = System.nanoTime();
        engine = Engine.open(model, team);
        sequence = engine.sequence(context);
        engine.feed(List.of(new Next(sequence, new int[] {0}, 1)));
        firstTokenSeconds = (System.nanoTime() - begin) / 1e9;
    }

    double firstTokenSeconds() {
        return firstTokenSeconds;
    }

    long weightBytes() {
        return engine.weightBytes();
    }

    /** Multiplications and additions with weights that a token of a long prompt needs: 2 a parameter but the head's. */
    double flopPerToken() {
        var model = engine.architecture();
        double ends = (model.tiedHead() ? 1.0 : 2.0) * model.vocabulary() * model.width();
        double idle = model.experts().map(experts -> 3.0 * model.layers() * model.width() * experts.width()
            * (experts.count() - experts.chosen())).orElse(0.0);
        return 2 * (model.parameters() - ends - idle);
    }

    @Override
    public void decode(int count) {
        sequence.rewind(0);
        int[] token = {0};
        int vocabulary = engine.architecture().vocabulary();
        for (int i = 0; i < count; i++) {
            float[] logits = engine.feed(List.of(new Next(sequence, token, 1)));
            int best = 0;
            for (int next = 1; next < vocabulary; next++) {
                if (logits[next] > logits[best]) {
                    best = next;
                }
            }
            token[0] = best;
        }
    }

    @Override
    public void prefill(int count) {
        sequence.rewind(0);
        int[] prompt = new int[count];
        Arrays.setAll(prompt, i -> i * 37 % Math.min(256, engine.architecture().vocabulary()));
        engine.feed(List.of(new Next(sequence, prompt, count)));
    }

    @Override
    public void close() {
        engine.close();
    }
}
