package dev.longrun.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowNetworkTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        8x HDR200 IB per node (Selene)                     | 25
        4x Omni-Path 100 per 8-GPU node                    | 6.25
        4x IB per 8-GPU node, 800 Gb/s                     | 12.5
        1600 Gbps node-node interconnect (RoCE)            | 25
        8x NDR400 IB per node (Eos)                        | 50
        RoCE 400 Gb/s per GPU; 3-tier Clos; 3072-GPU pods  | 50
        8x HDR                                             | 25
        IB; NVLink halved                                  | 25
        ''                                                 | 25
        """)
    void gigabytesASecondOfOne(String text, double gigabytes) {
        assertEquals(gigabytes * 1e9, RowNetwork.of(text, Samples.A100).bandwidth(), 1);
    }

    @Test
    void podsAndOversubscription() {
        Network network = RowNetwork.of("RoCE 400 Gb/s per GPU; 3072-GPU pods; 1:7 oversubscription between pods",
            Samples.A100);
        assertEquals(3072, network.podAccelerators());
        assertEquals(7, network.oversubscription());
        assertEquals(1, RowNetwork.of("8x NDR400", Samples.A100).oversubscription());
    }

    @Test
    void ringsOverManyNodesAreBoundByTheCards() {
        Links links = new Links(Samples.A100, Network.flat(25e9), Achieved.SHIPPED);
        double one = links.gather(1e9, 64, 8);
        double eight = links.gather(1e9, 64, 1);
        assertEquals(8, (one - 1e-4) / (eight - 1e-4), 0.5, "a ring over all of a node uses its eight cards");
        Links narrow = new Links(Samples.A100, new Network(25e9, 256, 64), Achieved.SHIPPED);
        assertEquals(2, (narrow.gather(1e9, 64, 8) - 1e-4) / (one - 1e-4), 0.05, "32 ranks share 1/64 of their cards");
    }
}
