package dev.longrun.cluster;

import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The network of a published run, from its text: "8x HDR200 IB per node", "4x Omni-Path 100 per 8-GPU node", "1600 Gbps
 * node-node interconnect", "RoCE 400 Gb/s per GPU; 3072-GPU pods; 1:7 oversubscription". Where it gives no rate, the
 * chip's usual share of its node's cards counts.
 */
final class RowNetwork {

    private static final double GIGABIT = 1e9 / 8;
    private static final Pattern NODE = Pattern.compile("(\\d{1,4})-gpu node");
    private static final Pattern EACH = Pattern.compile("(\\d{1,5}) ?(?:gb/s|gbps|gbit/s) per (?:gpu|accelerator)");
    private static final Pattern ALL = Pattern.compile("(\\d{1,5}) ?(?:gb/s|gbps|gbit/s)");
    private static final Pattern CARDS = Pattern.compile(
        "(\\d{1,3})x (?:\\w+ )??(omni-path|opa|fdr|edr|hdr|ndr|xdr|ib|roce|efa|ethernet) ?(\\d{2,4})?");
    private static final Pattern POD = Pattern.compile("(\\d{1,6})-gpu pods?");
    private static final Pattern OVER = Pattern.compile("1:(\\d{1,3})");
    /** Gb/s of a card by generation. */
    private static final Map<String, Double> RATES = Map.of("fdr", 56.0, "edr", 100.0, "hdr", 200.0, "ndr", 400.0,
        "xdr", 800.0, "omni-path", 100.0, "opa", 100.0);

    private RowNetwork() {
    }

    static Network of(String told, Chip chip) {
        String text = told.toLowerCase(Locale.ROOT);
        Matcher node = NODE.matcher(text);
        double perNode = node.find() ? Integer.parseInt(node.group(1)) : 8;
        double bandwidth = bandwidth(text, Math.max(1, perNode)).orElse(chip.networkBandwidth().orElse(0));
        Matcher pod = POD.matcher(text);
        Matcher over = OVER.matcher(text);
        boolean tree = pod.find() & over.find();
        boolean staged = text.contains("omni-path") || text.contains("opa ");
        return new Network(bandwidth, tree ? Long.parseLong(pod.group(1)) : Long.MAX_VALUE,
            tree ? Math.max(1, Integer.parseInt(over.group(1))) : 1,
            staged ? Achieved.SHIPPED.stagedShare() : Achieved.SHIPPED.networkShare());
    }

    private static OptionalDouble bandwidth(String text, double perNode) {
        Matcher each = EACH.matcher(text);
        if (each.find()) {
            return OptionalDouble.of(Integer.parseInt(each.group(1)) * GIGABIT);
        }
        Matcher all = ALL.matcher(text);
        if (all.find()) {
            return OptionalDouble.of(Integer.parseInt(all.group(1)) * GIGABIT / perNode);
        }
        Matcher cards = CARDS.matcher(text);
        if (cards.find()) {
            double rate = cards.group(3) != null ? Integer.parseInt(cards.group(3))
                : RATES.getOrDefault(cards.group(2), 0.0);
            return rate == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(Integer.parseInt(cards.group(1)) * rate * GIGABIT / perNode);
        }
        return OptionalDouble.empty();
    }
}
