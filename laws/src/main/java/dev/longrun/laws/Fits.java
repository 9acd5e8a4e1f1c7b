package dev.longrun.laws;

import java.util.List;

/** Which law for a ladder, and the fit of any. */
public final class Fits {

    private static final int SPARE = 2; // points beyond the parameters
    private static final double IN_STEP = 0.995; // of the correlation of ln N and ln D

    private Fits() {
    }

    /**
     * The law by name; {@code auto} chooses by what the ladder knows and how many runs it has.
     *
     * @throws LawException if there is none of the name
     */
    public static Law law(String name, Ladder ladder) {
        if (name.equals("auto")) {
            return suited(ladder);
        }
        return Law.all().stream().filter(law -> law.name().equals(name)).findFirst().orElseThrow(() ->
            new LawException("--law " + name + ": should be auto, " + String.join(", ", Law.all().stream()
                .map(Law::name).toList())));
    }

    /** The richest law that the ladder can carry. */
    static Law suited(Ladder ladder) {
        List<Point> points = ladder.points();
        boolean sized = points.stream().noneMatch(at -> Double.isNaN(at.n() * at.d()));
        if (sized && points.stream().map(Point::experts).distinct().count() > 1
            && enough(points, new MixtureOfExperts())) {
            return new MixtureOfExperts();
        }
        if (sized && points.stream().anyMatch(at -> at.d() > 1.01 * at.unique()) && enough(points, new Repetition())) {
            return new Repetition();
        }
        boolean inStep = sized
            && Math.abs(LadderChecks.correlation(points, at -> Math.log(at.n()), at -> Math.log(at.d()))) > IN_STEP;
        if (sized && !inStep) {
            long sizes = LadderChecks.different(points, Point::n);
            long lengths = LadderChecks.different(points, Point::d);
            if (enough(points, new Chinchilla()) && (sizes != 2 && lengths != 2)) {
                return new Chinchilla();
            }
            if (enough(points, new OverTraining()) || sizes == 1) {
                return sizes == 1 ? new Chinchilla() : new OverTraining();
            }
        }
        return enough(points, new ComputeLaw()) ? new ComputeLaw() : new PowerLaw();
    }

    private static boolean enough(List<Point> points, Law law) {
        return points.size() >= law.parameters().size() + SPARE;
    }

    /**
     * Fits a law by its own misfit.
     *
     * @throws LawException if the ladder cannot carry it
     */
    public static Fit fit(Law law, Ladder ladder) {
        LadderChecks.refuse(law, ladder);
        return switch (law) {
            case SumOfPowers sum -> new Fitter(sum, ladder).fit();
            case Repetition _ -> new RepetitionFitter(ladder).fit();
        };
    }
}
