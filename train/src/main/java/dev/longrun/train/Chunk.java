package dev.longrun.train;

import dev.longrun.model.Parameter;
import java.util.ArrayList;
import java.util.List;

/**
 * A piece of a parameter, the work of one task of an optimiser.
 *
 * @param parameter it is of
 * @param at its first element among all parameters
 * @param stateAt its first element in an array that holds just the parameters that were cut up
 * @param size its elements
 */
record Chunk(Parameter parameter, int at, int stateAt, int size) {

    private static final int MOST = 1 << 16;

    /** Cuts parameters into chunks, in their order. */
    static Chunk[] of(List<Parameter> parameters) {
        List<Chunk> chunks = new ArrayList<>();
        int stateAt = 0;
        for (Parameter parameter : parameters) {
            for (int done = 0; done < parameter.size(); done += MOST) {
                int size = Math.min(MOST, parameter.size() - done);
                chunks.add(new Chunk(parameter, parameter.at() + done, stateAt, size));
                stateAt += size;
            }
        }
        return chunks.toArray(Chunk[]::new);
    }

    /** Elements of all of them: the length of a state's array. */
    static int elements(List<Parameter> parameters) {
        return parameters.stream().mapToInt(Parameter::size).sum();
    }
}
