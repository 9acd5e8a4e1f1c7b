package dev.longrun.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class ProductShapeTest {

    @Test
    void fifteenShapesNoneTwice() {
        assertEquals(15, ProductShape.TRAINING.size());
        assertEquals(15, new HashSet<>(ProductShape.TRAINING.stream().map(ProductShape::label).toList()).size());
    }

    @Test
    void theLayersAreThoseOfTheModels() {
        for (TrainShape model : TrainShape.ALL) {
            for (int outputs : new int[] {3 * model.width(), model.width(), 4 * model.width()}) {
                assertEquals(1, ProductShape.TRAINING.stream().filter(shape -> shape.inputs() == model.width()
                    && shape.outputs() == outputs && shape.tokens() == model.batchTokens()).count());
            }
        }
    }

    @Test
    void everyKindOfALayerIsAsMuchWork() {
        ProductShape shape = new ProductShape(5, 3, 2, "");
        for (Kind kind : Kind.values()) {
            assertEquals(60, shape.product(kind).flop());
        }
        assertEquals(60, shape.flop());
        assertEquals(new Product(Kind.TN, 2, 3, 5), shape.product(Kind.TN));
        assertEquals(new Product(Kind.NT, 5, 2, 3), shape.product(Kind.NT));
    }
}
