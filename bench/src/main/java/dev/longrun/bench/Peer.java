package dev.longrun.bench;

import dev.longrun.cli.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What Longrun is measured against. Versions and places stand in {@code bench/peers/pom.xml}. */
enum Peer {
    /** Intel's kernel library for deep learning; f32 products at full width on Intel and AMD. */
    ONEDNN("onednn", "oneDNN 3.11", 27),
    /** The free BLAS. */
    OPENBLAS("openblas", "OpenBLAS 0.3.31", 20),
    /** PyTorch's C++ library through its Java binding, over OpenBLAS and oneDNN. */
    TORCH("torch", "PyTorch 2.10 (libtorch)", 110);

    static final String NONE = "none";

    private final String id;
    private final String title;
    private final int megabytes;

    Peer(String id, String title, int megabytes) {
        this.id = id;
        this.title = title;
        this.megabytes = megabytes;
    }

    /** As it is called on the command line, and the profile of the pom that fetches it. */
    String id() {
        return id;
    }

    /** Name and version for people. */
    String title() {
        return title;
    }

    /** What fetching it takes. */
    int megabytes() {
        return megabytes;
    }

    /** The peer that {@code --against} names, none for {@link #NONE}. */
    static Optional<Peer> named(String given, Peer... offered) {
        if (given.equals(NONE)) {
            return Optional.empty();
        }
        List<Peer> peers = List.of(offered);
        return Optional.of(peers.stream().filter(peer -> peer.id.equals(given)).findFirst().orElseThrow(() ->
            new InputException("--against " + given + ": should be " + Arrays.stream(offered).map(Peer::id)
                .collect(Collectors.joining(", ")) + " or " + NONE)));
    }
}
