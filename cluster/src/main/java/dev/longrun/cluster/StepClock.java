package dev.longrun.cluster;

import dev.longrun.cluster.Transformer.Experts;
import dev.longrun.run.Layout.Recompute;
import dev.longrun.run.Layout.Sharding;

/**
 * Step times of one job in any number of layouts: what does not depend on the layout is worked out once. A layout costs
 * about a microsecond. Threads may share one.
 */
public final class StepClock {

    private static final double NODE = 8;

    private final Job job;
    private final Achieved achieved;
    private final Machine machine;
    private final Links links;

    /** For all of a job but its layout. */
    public StepClock(Job job) {
        this(job, Achieved.SHIPPED);
    }

    StepClock(Job job, Achieved achieved) {
        this.job = job;
        this.achieved = achieved;
        machine = new Machine(job.chip(), job.precision(), job.software(), achieved);
        links = new Links(job.chip(), job.network(), achieved);
    }

    /** Seconds of a step in a layout. */
    public double seconds(Layout layout) {
        return time(layout).seconds();
    }

    /** The same in parts. */
    public StepTime time(Layout layout) {
        Job here = job.with(layout);
        Transformer model = job.model();
        double p = layout.pipeline();
        double v = layout.interleave();
        double m = (double) job.batch() / ((double) layout.data() * layout.microBatch());
        boolean overlaps = job.software().overlaps();

        Layer layer = layer(here);
        HeadTime head = HeadTime.of(here, machine, links, achieved);
        StageSplit slow = StageSplit.slowest(model.layers(), layout.pipeline(), layer.seconds(), head);
        double micro = slow.layers() * layer.seconds() + slow.ends();
        double mean = (model.layers() * layer.seconds() + head.embedding() + head.logits()) / p;

        double transfer = 0;
        if (layout.pipeline() > 1) {
            double bytes = 2.0 * layout.microBatch() * job.sequence() / layout.context() * model.width()
                / layout.tensor();
            double stride = (double) layout.tensor() * layout.context() * layout.data();
            transfer = 2 * v * links.transfer(bytes, stride) * (overlaps ? 1 - achieved.pipelineOverlap() : 1);
        }
        double transfers = m * transfer;
        double bubble = (p - 1) / v * (mean + transfer);

        RankWeights weights = RankWeights.of(model, layout);
        double pipelined = m * micro + transfers + bubble;
        double gradients = GradientTime.exposed(here, links, achieved, weights, pipelined / m);
        double optimizer = OptimizerTime.seconds(here, machine, achieved, weights);
        double doublings = Math.max(0, Math.log(layout.accelerators() / NODE) / Math.log(2));
        double waiting = achieved.jitter() * doublings * (pipelined + gradients + optimizer);
        double all = m * slow.layers();
        return new StepTime(all * layer.compute, all * layer.recompute, m * slow.ends(), all * layer.tensor,
            all * layer.exchange, all * layer.context, all * layer.gathers, transfers, bubble, gradients, optimizer,
            waiting);
    }

    /** A mean layer's seconds for a micro-batch, forward, backward and recomputed. */
    private record Layer(double compute, double recompute, double tensor, double exchange, double context,
        double gathers) {

        double seconds() {
            return compute + recompute + tensor + exchange + context + gathers;
        }

        /** Never faster than that. */
        Layer waitingFor(double seconds) {
            double idle = Math.max(0, seconds - seconds());
            return new Layer(compute + idle, recompute, tensor, exchange, context, gathers);
        }
    }

    private Layer layer(Job here) {
        Layout layout = here.layout();
        LayerTime mean = meanLayer(here);
        boolean overlaps = here.software().overlaps();
        boolean full = layout.recompute() == Recompute.FULL;
        double passes = full ? 3 : 2;
        double tensor = mean.tensor() * exposedTensor(here, passes);
        boolean otherAtWork = overlaps && layout.interleave() > 1;
        double exchange = passes * mean.exchange() * (otherAtWork ? 1 - achieved.exchangeOverlap() : 1);
        // Backward sends keys, values and their gradients.
        double context = (full ? 4 : 3) * mean.context();
        double recompute = full ? mean.forward()
            : layout.recompute() == Recompute.SELECTIVE && !here.software().fusedAttention() ? mean.attention() : 0;
        double forward = mean.forward() + (tensor + exchange) / passes + mean.context();
        double backward = mean.forward() + mean.backward() + recompute + tensor + exchange + context - forward;
        Layer layer = new Layer(mean.forward() + mean.backward(), recompute, tensor, exchange, context,
            gathers(here, forward, backward));
        // The host issues kernels and collectives alike, one after another.
        double issue = (1 + LayerTime.BACKWARD_KERNELS + (full ? 1 : 0)) * here.software().issueSeconds();
        return layer.waitingFor(issue);
    }

    /**
     * Passes of tensor-parallel collectives that are not hidden. Products cut into chunks hide most of them:
     * Transformer Engine does so on chips with 8-bit products. Else, all-reduces of the backward pass can run behind
     * products of weight gradients; sequence parallelism has two more collectives there, so as many are left.
     */
    private double exposedTensor(Job here, double passes) {
        Software software = here.software();
        if (software.overlaps() && here.chip().fp8Flops().isPresent()) {
            return passes * (1 - achieved.tensorOverlap());
        }
        boolean hides = software != Software.UNFUSED && !here.layout().sequenceParallel();
        return hides ? passes - achieved.hiddenReduction() : passes;
    }

    private LayerTime meanLayer(Job here) {
        Transformer model = here.model();
        if (model.experts().isEmpty()) {
            return LayerTime.of(here, machine, links, achieved, false);
        }
        Experts experts = model.experts().get();
        LayerTime mixture = LayerTime.of(here, machine, links, achieved, true);
        return experts.denseLayers() == 0 ? mixture : mixture.mean(
            LayerTime.of(here, machine, links, achieved, false), (double) experts.denseLayers() / model.layers());
    }

    /** Weights of the next layer come while this one computes; backward they come again and its gradients leave. */
    private double gathers(Job here, double forward, double backward) {
        Layout layout = here.layout();
        double ranks = (double) layout.data() * layout.context();
        if (layout.sharding() != Sharding.WEIGHTS || ranks == 1) {
            return 0;
        }
        RankWeights weights = RankWeights.of(here.model(), layout);
        double expertRanks = Math.max(1, ranks * layout.tensor() / layout.expert());
        double gather = links.gather(2 * weights.commonLayer(), ranks, layout.tensor())
            + links.gather(2 * weights.expertLayer(), expertRanks, layout.expert());
        return Math.max(0, gather - forward) + Math.max(0, 2 * gather - backward);
    }
}
