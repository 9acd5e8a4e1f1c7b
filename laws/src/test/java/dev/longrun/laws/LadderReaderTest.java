package dev.longrun.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.longrun.run.CsvTable;
import dev.longrun.run.TableException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderReaderTest {

    private static Ladder read(String text) {
        return LadderReader.plain().read(CsvTable.of(text, "x.csv"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "N,D,loss|1e9,2e10,3", "Model Size,Training FLOP,loss|1e9,1.2e20,3", "params (B), tokens_b ,val_loss|1, 20 ,3",
        "Params in millions,Tokens (1e9),Final Val Loss|1000,20,3", "n_params,train_tokens,eval_loss|1.0B,20B,3",
        "training_tokens,compute_budget,validation_loss|20e9,1.2e20,3", "N_no_embed,tokens,L|1_000_000_000,2e10,3",
        "model_size,Compute (EFLOP),loss|1e9,120,3", "N,pf-days,loss|1e9,1.3888888888888888,3"})
    void spellingsAndUnits(String head, String row) {
        Ladder ladder = read(head + "\n" + row + "\n");
        Point at = ladder.points().getFirst();
        assertEquals(1e9, at.n(), 1);
        assertEquals(2e10, at.d(), 100);
        assertEquals(1.2e20, at.flop(), 1e12);
        assertEquals(3, at.loss());
    }

    @Test
    void perplexityBecomesLoss() {
        assertEquals(3, read("N,D,ppl\n1e9,2e10,20.085536923187668\n").points().getFirst().loss(), 1e-12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a,b,c|1,2,3|x.csv: no column holds the loss; known spellings are loss,",
        "a,b,loss|1,2,3|x.csv: no column holds the FLOP; known spellings are C,",
        "N,b,loss|1,2,3|x.csv: no column holds the tokens; known spellings are D,",
        "D,b,loss|1,2,3|x.csv: no column holds the parameters; known spellings are N,",
        "N,D,loss_a,loss_b|1,2,3,4|x.csv: which column is the loss? Say one of --columns loss=loss_a, loss=loss_b",
        "N,D,loss|1e9,2e10,NaN|x.csv:2: loss: \"NaN\" is not a number; leave the cell empty or the row out",
        "N,D,loss|-1e9,2e10,3|x.csv:2: N: -1.00e+09 should be above 0",
        "N,D,loss|1e9,0,3|x.csv:2: D: 0 should be above 0", "N,D,loss|1e9,2e10,0|x.csv:2: loss: 0 should be above 0",
        "N,D,ppl|1e9,2e10,0.5|x.csv:2: ppl: a perplexity should be above 1",
        "N,D,loss|,,|x.csv: no runs are left"})
    void oneLineSaysWhatIsWrong(String head, String row, String line) {
        RuntimeException e = assertThrows(RuntimeException.class, () -> read(head + "\n" + row + "\n"));
        assertTrue(e instanceof LawException || e instanceof TableException, e.toString());
        assertTrue(e.getMessage().startsWith(line), e.getMessage());
    }

    private static String rows(String change, int row) {
        StringBuilder text = new StringBuilder("N,D,flops,loss\n");
        List<Point> points = SyntheticFitTest.ladder(new Chinchilla(), SyntheticFitTest.KNOWN, .001).points();
        for (int i = 0; i < points.size(); i++) {
            Point at = points.get(i);
            text.append(i == row ? change : at.n() + "," + at.d() + "," + at.flop() + "," + at.loss()).append('\n');
        }
        return text.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1e9,1e10,6e22,2.9|warning: line 5: C / (N D) is off by a factor of 1,000 or so",
        "1e9,1e10,6e19,2900|warning: line 5: the loss is off by a factor of 1,000 or so",
        "3e7,9e7,1.62e16,9.9|warning: 1 pair of N and D have runs of different losses",
        ",1e10,,2.9|1 of 25 rows lack a size, a budget or a loss and are left out"})
    void doubtsAreSaid(String row, String note) {
        List<String> notes = read(rows(row, 3)).notes();
        assertTrue(notes.stream().anyMatch(each -> each.startsWith(note)), notes.toString());
    }

    @Test
    void duplicatesAndUnitsThroughout() {
        assertTrue(read("N,D,loss\n1e9,2e10,3\n1e9,2e10,3\n").notes().stream().anyMatch(each ->
            each.startsWith("warning: 1 run is there twice (line 3)")));
        assertTrue(read("N,D,loss\n1,20,3\n2,30,2.9\n").notes().stream().anyMatch(each ->
            each.startsWith("warning: N is at most 2; is it counted in millions or billions?")));
        assertTrue(read("N,D,C,loss\n1e9,2e7,1.2e20,3\n").notes().stream().anyMatch(each ->
            each.startsWith("warning: C is 1.00e+03 times 6 N D throughout")));
    }

    /** A tokens' cell a thousand times too small is within the range of the others, and found by the law. */
    @Test
    void aMixUpWithinTheRangeIsFoundByTheLaw() {
        Point honest = SyntheticFitTest.ladder(new Chinchilla(), SyntheticFitTest.KNOWN, .001).points().get(22);
        Ladder ladder = read(rows(honest.n() + "," + honest.d() / 1000 + "," + 6 * honest.n() * honest.d() / 1000 + ","
            + honest.loss(), 22));
        List<String> flags = Analysis.of(new Chinchilla(), ladder, List.of(), 0, 20, 1).flags();
        assertTrue(flags.contains("warning: line 24: far off the law, and near it if D were 1,000 times more; a unit "
            + "mixed up?"), flags.toString());
    }

    @Test
    void filtersAndSweeps() {
        CsvTable table = CsvTable.of("set,N,D,loss\na,1e9,2e10,3\nb,1e9,2e10,2.8\na,2e9,2e10,2.7\n", "x.csv");
        assertEquals(2, LadderReader.plain().where("set=a").read(table).points().size());
        assertEquals(1, LadderReader.plain().where("set!=a").read(table).points().size());
        assertEquals(2, LadderReader.plain().where("N<1.5e9").read(table).points().size());
        assertEquals(1, LadderReader.plain().where("loss < 2.8").read(table).points().size());
        Ladder lowest = LadderReader.plain().lowestOfEach().read(table);
        assertEquals(List.of(2.8, 2.7), lowest.points().stream().map(Point::loss).toList());
        assertEquals(2.8, LadderReader.plain().dropping(1).read(table).points().stream().mapToDouble(Point::loss).max()
            .orElseThrow());
        assertEquals("x.csv: no row is left by --where set=c", assertThrows(LawException.class, () ->
            LadderReader.plain().where("set=c").read(table)).getMessage());
        assertEquals("x.csv: --where sets=c: no such column; there are set, N, D, loss",
            assertThrows(LawException.class, () -> LadderReader.plain().where("sets=c").read(table)).getMessage());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "N,D,loss/1e8,1e9,3/2e8,2e9,2.8|x.csv: power has 2 parameters and needs at least 3 runs; there are 2",
        "N,D,loss/1e8,1e9,3/1e8,2e9,2.8/1e8,3e9,2.7/1e8,4e9,2.6/1e8,5e9,2.5/1e8,9e9,2.4|x.csv: all runs have the same "
            + "parameters (100M); chinchilla needs at least 3",
        "C,loss/1e18,3/1e18,2.9/1e18,2.8/1e18,2.85|x.csv: all runs have the same FLOP (1000000T)",
        "C,loss/1e18,3/2e18,3.1/4e18,3.2/8e18,3.3|x.csv: losses rise with compute"})
    void laddersThatCarryNoLaw(String rows, String line) {
        Ladder ladder = read(rows.replace('/', '\n') + "\n");
        String message = assertThrows(LawException.class, () -> Fits.fit(Fits.law("auto", ladder),
            ladder)).getMessage();
        assertTrue(message.startsWith(line), message);
    }

    @Test
    void targets() {
        assertEquals(70e9, Target.of("N=70B,D=1.4T").at().n());
        assertTrue(Target.of("C=5.76e23").isBudget());
        for (String wrong : List.of("", "N=70B", "N=0,D=3", "X=3", "N=1,N=2,D=3", "loss=3", "C=1e999")) {
            assertThrows(LawException.class, () -> Target.of(wrong), wrong);
        }
    }
}
