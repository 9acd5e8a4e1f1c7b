package dev.longrun.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.bytedeco.pytorch.global.torch;

/**
 * PyTorch in a process of its own, so that its threads and allocators do not disturb Longrun's. Arguments: shape,
 * precision, threads. It says {@code ready}, then answers each line {@code window SECONDS STEPS} with a line of
 * {@link Window}, until its input ends.
 */
public final class TorchMain {

    private TorchMain() {
    }

    /** What {@link TorchProcess} starts. */
    public static void main(String[] args) throws IOException {
        PrintStream out = System.out;
        System.setOut(System.err);
        int threads = Integer.parseInt(args[2]);
        torch.set_num_threads(threads);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        try (TorchTraining training = new TorchTraining(TrainShape.named(args[0]), Precision.ofPeer(args[1]),
            OurTraining.SEED)) {
            out.println("ready");
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ");
                out.println(training.window(Double.parseDouble(words[1]), Integer.parseInt(words[2])).line());
            }
        }
    }
}
