package dev.longrun.cli;

import dev.longrun.laws.Analysis;
import dev.longrun.laws.Bootstrap;
import dev.longrun.laws.FitJson;
import dev.longrun.laws.FitPage;
import dev.longrun.laws.FitText;
import dev.longrun.laws.Fits;
import dev.longrun.laws.Ladder;
import dev.longrun.laws.Law;
import dev.longrun.laws.Repetition;
import dev.longrun.laws.Target;
import dev.longrun.page.Page;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** longrun fit. */
@Command(name = "fit", mixinStandardHelpOptions = true, versionProvider = Version.class, usageHelpWidth = 100,
    sortOptions = false, description = "Fits a scaling law to a ladder of runs and foretells larger ones, with an "
        + "80 %% "
        + "band, a profile over the asymptote, and what speaks against trusting it.",
    footerHeading = "%nExample:%n", footer = {"  longrun fit examples/ladder.csv --target C=1e22"})
final class FitCommand implements Callable<Integer> {

    private static final int DRAWS_WITHOUT_GRADIENT = 200;

    private final Terminal terminal;
    @Mixin
    private LadderOptions ladder;
    @Option(names = "--target", paramLabel = "N=..,D=..", description = "What to foretell: a run (N=70B,D=1.4T) or a "
        + "budget (C=5.76e23), for which the best N and D are given too. Repeatable.")
    private List<String> targets = new ArrayList<>();
    @Option(names = "--warmup", paramLabel = "TOKENS", description = "Tokens of the learning rate's warm-up: flags "
        + "runs "
        + "that it dominates.")
    private String warmUp = "";
    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;
    @Option(names = "--html", paramLabel = "OUT", description = "Write a page with plots, too.")
    private Optional<String> html;
    @Mixin
    private ThreadsOption threads;
    @Mixin
    private CommonOptions common;

    FitCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        List<Target> asked = targets.stream().map(Target::of).toList();
        double warmUpTokens = warmUp.isEmpty() ? 0 : Target.number(warmUp).orElseThrow(() -> new InputException(
            "--warmup " + warmUp + ": should be a number of tokens, such as 500M"));
        Ladder read = ladder.read(terminal);
        Law law = Fits.law(ladder.law(), read);
        int draws = ladder.draws(law instanceof Repetition ? DRAWS_WITHOUT_GRADIENT : Bootstrap.DRAWS);
        Analysis analysis = Analysis.of(law, read, asked, warmUpTokens, draws, threads.count());
        if (html.isPresent()) {
            Page.write(terminal.path(html.get()).toAbsolutePath(), FitPage.html(analysis));
        }
        terminal.out().print(json ? FitJson.of(analysis) : FitText.of(analysis));
        return 0;
    }
}
