package dev.longrun.bench;

import dev.longrun.cli.Progress;
import dev.longrun.cli.Terminal;
import java.io.IOException;

/** What a measurement says while it runs; nothing where a machine listens. */
final class BenchProgress implements AutoCloseable {

    private final Progress progress;
    private final Terminal terminal;
    private final boolean silent;

    BenchProgress(Terminal terminal, boolean silent) {
        this.terminal = terminal;
        this.silent = silent;
        progress = new Progress(terminal);
    }

    /** How far it is. */
    void tell(String what, double share) {
        if (!silent) {
            progress.preparing(what, share);
        }
    }

    /** The files of a peer; says so if they must be fetched first. */
    PeerFiles fetched(Peer peer) throws IOException, InterruptedException {
        PeerFiles files = new PeerFiles(PeerFiles.home(), peer);
        if (files.missing()) {
            terminal.err().println("fetching " + peer.title() + " from Maven's repository, about " + peer.megabytes()
                + " MB...");
            terminal.err().flush();
        }
        files.fetch();
        return files;
    }

    /** Takes the line away. */
    void erase() {
        progress.erase();
    }

    @Override
    public void close() {
        progress.close();
    }
}
