package dev.longrun.laws;

import dev.longrun.run.CsvTable;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Ladders of the public data with points to hold out: each by several cuts. */
final class BacktestCases {

    /** A ladder, the form for it, and the compute below which it is fitted. */
    record Case(String family, String name, Law law, Ladder ladder, double below) {
    }

    private BacktestCases() {
    }

    static List<Case> all() {
        List<Case> cases = new ArrayList<>();
        Ladder chinchilla = ReferenceFitTest.chinchilla240();
        cut(cases, "chinchilla", "all", new Chinchilla(), chinchilla, 3e19, 1e20, 3e20, 1e21, 3e21);
        Ladder llama = LadderReader.plain().read(Shared.table("llama3_isoflops_points.csv"));
        cut(cases, "llama 3", "all", new Chinchilla(), llama, 5e19, 2e20, 5e20, 2e21, 5e21);
        porian(cases);
        gadre(cases);
        muennighoff(cases);
        nanochat(cases);
        stepLaw(cases);
        optima(cases, "chinchilla", "optima", chinchilla);
        optima(cases, "llama 3", "optima", llama);
        return cases;
    }

    private static void cut(List<Case> cases, String family, String name, Law law, Ladder ladder, double... below) {
        for (double flop : below) {
            long kept = ladder.points().stream().filter(at -> ladder.flop(at) < flop).count();
            if (kept > law.parameters().size() && kept < ladder.points().size()) {
                cases.add(new Case(family, name, law, ladder, flop));
            }
        }
    }

    private static void porian(List<Case> cases) {
        String[] steps = {"base/long/kaplan/kaplan/train", "base/long/kaplan/standard/val",
            "base/short/kaplan/standard/val", "base/short/chinchilla/standard/val", "tuned/short/const/standard/val"};
        for (String set : List.of("rw", "owt2")) {
            for (String step : steps) {
                String[] parts = step.split("/");
                Ladder ladder = LadderReader.plain().where("dataset=" + set).where("hparams=" + parts[0])
                    .where("warmup=" + parts[1]).where("decay=" + parts[2]).where("param_count=" + parts[3])
                    .where("val=" + parts[4]).read(Shared.table("porian2024_isoflop.csv"));
                cut(cases, "porian", set + " " + step, new Chinchilla(), ladder, 3e17, 1.2e18, 5e18);
                optima(cases, "porian", set + " " + step + " optima", ladder);
            }
        }
    }

    /** The lowest run of each level of compute, against compute. */
    private static void optima(List<Case> cases, String family, String name, Ladder ladder) {
        List<Point> best = IsoFlop.of(ladder).levels().stream().map(level -> Point.ofFlop(level.flop(), level.loss()))
            .toList();
        Ladder optima = ladder.with(best);
        TreeSet<Double> flops = new TreeSet<>(best.stream().map(Point::flop).toList());
        int at = 0;
        for (double flop : flops) {
            if (at >= 4 && (at % 2 == 0 || at == flops.size() - 1)) {
                cases.add(new Case(family, name, new ComputeLaw(), optima, flop * .999));
            }
            at++;
        }
    }

    private static void gadre(List<Case> cases) {
        for (String set : List.of("c4_original", "rpj", "rw_original")) {
            for (String loss : List.of("loss_c4_val", "loss_openlm", "loss_paloma_c4_en", "loss_paloma_redpajama",
                "loss_paloma_falcon-refinedweb", "loss_paloma_ptb")) {
                Ladder ladder = LadderReader.plain().where("dataset=" + set).column(Variable.LOSS, loss)
                    .read(Shared.table("gadre2024_overtrain_testbed.csv"));
                cut(cases, "gadre", set + " " + loss, new OverTraining(), ladder, 3e18, 3e19, 3e20);
                cut(cases, "gadre", set + " " + loss, new Chinchilla(), ladder, 3e18, 3e19, 3e20);
            }
        }
    }

    private static void muennighoff(List<Case> cases) {
        CsvTable table = Shared.table("muennighoff2023_runs.csv");
        Ladder ladder = LadderReader.plain().where("set=fit182").read(table);
        cut(cases, "muennighoff", "repeated", new Repetition(), ladder, 3e19, 1e20, 1e21);
        Ladder fresh = LadderReader.plain().where("set=all296").read(table);
        cut(cases, "muennighoff", "fresh only", new Chinchilla(),
            fresh.with(fresh.points().stream().filter(at -> at.d() <= at.unique() * 1.001).toList()), 3e19, 1e20, 1e21);
    }

    private static void nanochat(List<Case> cases) {
        for (String count : List.of("matrices_plus_lm_head", "all_parameters", "transformer_only")) {
            Ladder ladder = LadderReader.plain().where("param_convention=" + count)
                .read(Shared.table("nanochat2026_isoflop_optima.csv"));
            cases.add(new Case("nanochat", count, new PowerLaw(), ladder, 9e18));
        }
    }

    private static void stepLaw(List<Case> cases) {
        Ladder optima = LadderReader.plain().lowestOfEach().column(Variable.LOSS, "smooth loss")
            .read(Shared.table("steplaw2025_dense_lr_bs_loss.csv"));
        cut(cases, "step law", "optima", new Chinchilla(), optima, 6e19, 1.5e20, 2.5e20);
    }
}
