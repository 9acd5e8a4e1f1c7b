package dev.longrun.cluster;

import dev.longrun.run.CsvTable;
import java.util.HashMap;
import java.util.Map;

/**
 * What is reached of the data sheets: shares, latencies and overlaps that are the same for all chips. Each stands in
 * {@code achieved.csv} with its meaning and source.
 */
record Achieved(double memoryShare, double exposedTraffic, double launchSeconds, double linkShare, double networkShare,
    double stagedShare, double linkExchangeShare, double networkExchangeShare, double linkLatency,
    double networkLatency, double narrowShare, double fourBitShare, double unalignedFactor, double attentionBackward,
    double logitBytes, double tensorOverlap, double hiddenReduction, double dataOverlap, double dataRoom,
    double pipelineOverlap, double exchangeOverlap, double contextOverlap, double jitter, double stepSeconds) {

    /** As calibrated and frozen. */
    static final Achieved SHIPPED = of(Tables.shipped("achieved.csv"));

    static Achieved of(CsvTable table) {
        Map<String, Double> values = new HashMap<>();
        table.rows().forEach(row -> values.put(row.text("name").orElseThrow(), row.number("value").orElseThrow()));
        return new Achieved(values.get("memory_share"), values.get("exposed_traffic"), values.get("launch_seconds"),
            values.get("link_share"), values.get("network_share"), values.get("staged_share"),
            values.get("link_exchange_share"), values.get("network_exchange_share"), values.get("link_latency"),
            values.get("network_latency"), values.get("narrow_share"), values.get("four_bit_share"),
            values.get("unaligned_factor"), values.get("attention_backward"), values.get("logit_bytes"),
            values.get("tensor_overlap"),
            values.get("hidden_reduction"), values.get("data_overlap"), values.get("data_room"),
            values.get("pipeline_overlap"), values.get("exchange_overlap"), values.get("context_overlap"),
            values.get("jitter"), values.get("step_seconds"));
    }
}
