package dev.longrun.risk;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The share of promises that takes longer than a ratio, from cases seen to their end, cases still open, and a prior:
 * V. Susarla and J. Van Ryzin, Nonparametric Bayesian estimation of survival curves from incomplete observations,
 * JASA 71 (1976). Cases of one model share one vote.
 */
final class Survival {

    private final PromisePrior prior;
    private final List<PromiseCase> cases;
    private final Map<String, Long> votes;

    Survival(PromisePrior prior, List<PromiseCase> cases) {
        this.prior = prior;
        this.cases = cases;
        votes = cases.stream().collect(Collectors.groupingBy(PromiseCase::model, Collectors.counting()));
    }

    double cases() {
        return votes.size();
    }

    double above(double ratio) {
        return (mass(ratio) + beyond(ratio)) / (prior.cases() + cases()) * censored(ratio);
    }

    double never() {
        double atInfinity = cases.stream().filter(c -> !c.open() && !Double.isFinite(c.ratio()))
            .mapToDouble(this::weight).sum();
        return (prior.cases() * prior.never() + atInfinity) / (prior.cases() + cases())
            * censored(Double.POSITIVE_INFINITY);
    }

    /** What an open case had not yet shown is spread over what comes after it. */
    private double censored(double ratio) {
        double product = 1;
        double[] ends = cases.stream().filter(PromiseCase::open).mapToDouble(PromiseCase::ratio).distinct().toArray();
        for (double at : ends) {
            double here = cases.stream().filter(c -> c.open() && c.ratio() == at).mapToDouble(this::weight).sum();
            double later = mass(at) + beyond(at);
            product *= at <= ratio ? (later + here) / later : 1;
        }
        return product;
    }

    private double mass(double ratio) {
        return prior.cases() * (prior.never() + (1 - prior.never()) * prior.above(ratio));
    }

    private double beyond(double ratio) {
        return cases.stream().filter(c -> c.ratio() > ratio).mapToDouble(this::weight).sum();
    }

    private double weight(PromiseCase c) {
        return 1.0 / votes.get(c.model());
    }
}
