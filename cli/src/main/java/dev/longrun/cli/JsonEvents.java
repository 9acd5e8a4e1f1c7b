package dev.longrun.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.longrun.plan.Plan;
import dev.longrun.train.Event;
import dev.longrun.train.TrainListener;
import java.io.PrintStream;
import java.io.UncheckedIOException;

/** A run as lines of JSON: the plan first, then the journal's events as they are written. */
final class JsonEvents implements TrainListener {

    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private final PrintStream out;

    JsonEvents(PrintStream out) {
        this.out = out;
    }

    static void planned(PrintStream out, Plan plan) {
        try {
            print(out, JSON.createObjectNode().put("event", "planned").set("plan", JSON.readTree(plan.json())));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void event(Event event) {
        print(out, event);
    }

    @Override
    public void preparing(String what, double share) {
        // The journal has nothing of it either.
    }

    @Override
    public void progress(long step, long steps, double etaSeconds, Event.Step last) {
        // The step's event says it.
    }

    static void print(PrintStream out, Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        out.flush();
    }
}
