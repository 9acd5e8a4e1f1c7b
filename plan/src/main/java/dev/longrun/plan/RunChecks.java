package dev.longrun.plan;

import dev.longrun.page.Words;
import dev.longrun.plan.MemoryPlan.MemoryPart;
import dev.longrun.run.Hardware;
import dev.longrun.run.Run;
import dev.longrun.run.RunFile;
import java.util.Comparator;
import java.util.Optional;
import java.util.OptionalLong;

/** What must hold before a run starts: text for the vocabulary, memory, disk. Every refusal says where and what. */
final class RunChecks {
    /** A pair must be seen before it is merged: bytes of text that an entry of the vocabulary needs at least. */
    private static final long BYTES_PER_ENTRY = 16;

    private RunChecks() {
    }

    static void check(RunFile file, Run run, Optional<MachineSpeed> machine, OptionalLong freeDiskBytes) {
        vocabulary(file, run);
        text(file, run);
        if (run.hardware().preset().equals(Hardware.THIS_MACHINE)) {
            memory(file, run, machine);
        }
        if (freeDiskBytes.isPresent()) {
            disk(file, run, freeDiskBytes.getAsLong());
        }
    }

    private static void vocabulary(RunFile file, Run run) {
        long needed = run.model().vocabulary() * BYTES_PER_ENTRY;
        if (run.data().trainBytes() < needed) {
            throw file.problemAt("model.vocabulary", Words.format(
                "\"%d\" needs at least %s of training text, and data.train_bytes allows %s; at most %d would do",
                run.model().vocabulary(), Words.bytes(needed), Words.bytes(run.data().trainBytes()),
                run.data().trainBytes() / BYTES_PER_ENTRY));
        }
    }

    private static void text(RunFile file, Run run) {
        long bought = run.data().licensedTokens().orElse(0L);
        long written = run.data().syntheticTokens().orElse(0L);
        if ((double) bought + written > run.training().tokens()) {
            throw file.problemAt(written > bought ? "data.synthetic_tokens" : "data.licensed_tokens", Words.format(
                "%s tokens bought and %s written by models are more than the %s trained on", Words.exact(bought),
                Words.exact(written), Words.exact(run.training().tokens())));
        }
    }

    private static void memory(RunFile file, Run run, Optional<MachineSpeed> machine) {
        long parameters = ParameterCount.of(run.model()).total();
        if (parameters > ProcessMemory.MOST_PARAMETERS) {
            throw file.problemAt(sizeKey(file), Words.format("%s parameters; this machine trains at most %s",
                Words.exact(parameters), Words.exact(ProcessMemory.MOST_PARAMETERS)));
        }
        MemoryPlan plan = MemoryPlan.of(run, machine);
        if (plan.fits()) {
            return;
        }
        MemoryPart largest = plan.parts().stream().max(Comparator.comparingLong(MemoryPart::bytes)).orElseThrow();
        boolean activations = largest.name().equals("activations") || largest.name().equals("logits");
        String where = activations ? "training.micro_batch_tokens"
            : sizeKey(file);
        throw file.problemAt(where, Words.format("the run needs %s of memory (%s: %s) and this machine has %s; %s",
            Words.bytes(plan.totalBytes()), largest.name(), Words.bytes(largest.bytes()),
            Words.bytes(plan.availableBytes()), activations ? "take fewer tokens at a time" : "take a smaller model"));
    }

    private static String sizeKey(RunFile file) {
        return file.given().containsKey("model.preset") ? "model.preset" : "model.width";
    }

    private static void disk(RunFile file, Run run, long free) {
        // One more than is kept: the new one is complete before the oldest goes.
        long kept = run.training().keepLast() + 1L;
        if (run.training().keepEvery() > 0) {
            kept += Steps.of(run.training()) / run.training().keepEvery();
        }
        double checkpoints = (double) kept * TimePlan.checkpointBytes(run.model(), run.training().optimizer());
        double shards = ProcessMemory.shardBytes(run);
        if (checkpoints + shards > free) {
            throw file.problemAt(shards > checkpoints ? "data.train_bytes" : "training.keep_last", Words.format(
                "the run needs %s of disk (%d checkpoints: %s, tokens: %s) and %s are free; %s",
                Words.bytes(checkpoints + shards), kept, Words.bytes(checkpoints), Words.bytes(shards),
                Words.bytes(free), shards > checkpoints ? "read less text" : "keep fewer, or take a smaller model"));
        }
    }
}
