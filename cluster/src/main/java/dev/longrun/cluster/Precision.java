package dev.longrun.cluster;

/** Of the matrix products; which peak counts, and how many bytes a weight and an activation take on the way. */
public enum Precision {
    /** IEEE half with loss scaling; master weights in f32. */
    FP16,
    /** bfloat16; master weights in f32. */
    BF16,
    /** 8-bit floats with scales by tensor or block. */
    FP8,
    /** 8-bit floats with a scale for each 32 values. */
    MXFP8,
    /** 4-bit floats with a scale for each 16 values; what is sensitive stays wider. */
    NVFP4;

    /** Whether products of weights run at fewer than 16 bits. */
    public boolean narrow() {
        return this != FP16 && this != BF16;
    }
}
