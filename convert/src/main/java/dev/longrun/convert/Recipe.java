package dev.longrun.convert;

import dev.longrun.model.Architecture;
import dev.longrun.model.Family;
import dev.longrun.model.GgufTensor;
import dev.longrun.model.TensorRole;
import dev.longrun.weights.TensorType;

/** Which tensor is stored how. The mixtures, and what a type is replaced by where it does not fit, are llama.cpp's. */
public enum Recipe {
    F32(0, TensorType.F32),
    F16(1, TensorType.F16),
    BF16(32, TensorType.BF16),
    Q8_0(7, TensorType.Q8_0),
    Q4_0(2, TensorType.Q4_0),
    Q4_1(3, TensorType.Q4_1),
    Q5_0(8, TensorType.Q5_0),
    Q5_1(9, TensorType.Q5_1),
    /** Q4_K, with Q6_K for what suffers most. */
    Q4_K_M(15, TensorType.Q4_K),
    /** Q5_K, with Q6_K for what suffers most. */
    Q5_K_M(17, TensorType.Q5_K),
    Q6_K(18, TensorType.Q6_K),
    /** Experts as MXFP4, the rest as Q8_0. */
    MXFP4(38, TensorType.MXFP4);

    private final int fileType;
    private final TensorType type;

    Recipe(int fileType, TensorType type) {
        this.fileType = fileType;
        this.type = type;
    }

    /** GGUF's {@code general.file_type}. */
    int fileType() {
        return fileType;
    }

    /** Whether values are packed in blocks. */
    public boolean quantised() {
        return type.quantised();
    }

    /** The one type of all tensors, where it is one. */
    TensorType plainType() {
        return type;
    }

    /** The type of a tensor of GGUF: norms, biases, router and positions stay F32. */
    TensorType type(Architecture model, GgufTensor tensor) {
        if (alwaysF32(tensor)) {
            return TensorType.F32;
        }
        if (!quantised()) {
            return type;
        }
        long row = tensor.shape().getLast();
        return fitting(wanted(model, tensor, row), row);
    }

    static boolean alwaysF32(GgufTensor tensor) {
        return tensor.shape().size() < 2 || tensor.role() == TensorRole.ROUTER || tensor.role() == TensorRole.POSITIONS;
    }

    private TensorType wanted(Architecture model, GgufTensor tensor, long row) {
        TensorRole role = tensor.role();
        boolean head = role == TensorRole.HEAD || role == TensorRole.EMBEDDING && model.tiedHead();
        if (head) {
            boolean eight = this == MXFP4 || type == TensorType.Q8_0 || row % type.blockValues() != 0;
            return eight ? TensorType.Q8_0 : TensorType.Q6_K;
        }
        if (this == MXFP4) {
            return tensor.names().size() > 1 ? TensorType.MXFP4 : TensorType.Q8_0;
        }
        boolean eightExperts = model.experts().isPresent() && model.experts().get().count() == 8;
        boolean mixed = this == Q4_K_M || this == Q5_K_M;
        boolean more = mixed && moreBits(tensor.layer(), model.layers());
        return switch (role) {
            case VALUE -> eightExperts ? TensorType.Q8_0 : more ? TensorType.Q6_K
                : this == Q4_K_M && seventy(model) ? TensorType.Q5_K : type;
            case KEY -> eightExperts ? TensorType.Q8_0 : type;
            case OUTPUT -> eightExperts && this == Q4_K_M ? TensorType.Q5_K : type;
            case DOWN, EXPERT_DOWN -> more ? TensorType.Q6_K : type;
            case QUERY_KEY_VALUE -> this == Q4_K_M ? TensorType.Q5_K : this == Q5_K_M ? TensorType.Q6_K : type;
            default -> type;
        };
    }

    /** The first and the last eighth of the layers, and every third between. */
    private static boolean moreBits(int layer, int layers) {
        return layer < layers / 8 || layer >= 7 * layers / 8 || (layer - layers / 8) % 3 == 2;
    }

    /** 70B models share a value head among eight query heads, so it costs little to keep it well. */
    private static boolean seventy(Architecture model) {
        return model.layers() == 80 && (model.family() == Family.LLAMA || model.family() == Family.QWEN2);
    }

    private static TensorType fitting(TensorType wanted, long row) {
        TensorType next = wanted;
        if (row % next.blockValues() != 0) {
            next = switch (wanted) {
                case Q4_K -> TensorType.Q5_0;
                case Q5_K -> TensorType.Q5_1;
                case Q6_K -> TensorType.Q8_0;
                default -> TensorType.F16;
            };
        }
        return row % next.blockValues() == 0 ? next : TensorType.F16;
    }
}
