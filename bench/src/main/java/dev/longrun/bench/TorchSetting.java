package dev.longrun.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How PyTorch is run; the quickest is found by trying.
 *
 * @param threads of its own loops and of OpenBLAS
 * @param passive whether its OpenMP threads sleep at once when they have nothing to do, instead of spinning on the
 *     cores that OpenBLAS's threads want
 */
record TorchSetting(int threads, boolean passive) {

    /** What is worth a try with so many threads at most. */
    static List<TorchSetting> upTo(int threads) {
        List<TorchSetting> settings = new ArrayList<>();
        settings.add(new TorchSetting(threads, false));
        if (threads > 1) {
            settings.add(new TorchSetting(threads, true));
            settings.add(new TorchSetting(1, false));
        }
        if (threads > 3) {
            settings.add(new TorchSetting(threads / 2, true));
        }
        return settings;
    }

    /** Variables for its process. */
    Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>();
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.put("OPENBLAS_NUM_THREADS", Integer.toString(threads));
        if (passive) {
            environment.put("OMP_WAIT_POLICY", "passive");
        }
        OpenBlasCore.named().ifPresent(core -> environment.put(OpenBlasCore.VARIABLE, core));
        return environment;
    }

    String label() {
        return threads + (threads == 1 ? " thread" : " threads") + (passive ? ", waiting passively" : "");
    }
}
