"""Features of processors whose state XSAVE saves."""

from __future__ import annotations

from hcspy.codec import WireEnum


class XsaveProcessorFeature(WireEnum):
    """Features whose state XSAVE saves, and their relatives."""

    XSAVE = "Xsave"
    """XSAVE itself."""

    XSAVE_OPT = "Xsave_Opt"
    """XSAVEOPT: saving only what changed."""

    AVX = "Avx"
    """AVX."""

    AVX2 = "Avx2"
    """AVX2."""

    FMA = "Fma"
    """FMA: multiply and add in one."""

    MPX = "Mpx"
    """MPX: bounds of pointers."""

    AVX512 = "Avx512"
    """AVX-512, the foundation."""

    AVX512_DQ = "Avx512Dq"
    """AVX-512 DQ: 32 and 64 bit integers."""

    AVX512_CD = "Avx512Cd"
    """AVX-512 CD: conflicts."""

    AVX512_BW = "Avx512Bw"
    """AVX-512 BW: 8 and 16 bit integers."""

    AVX512_VL = "Avx512Vl"
    """AVX-512 VL: shorter vectors."""

    XSAVE_COMP = "Xsave_Comp"
    """XSAVEC: saving in compact form."""

    XSAVE_SUPERVISOR = "Xsave_Supervisor"
    """XSAVES: state of the kernel."""

    XCR1 = "Xcr1"
    """XGETBV with 1: what is in use."""

    AVX512_BITALG = "Avx512_Bitalg"
    """AVX-512 BITALG: counting bits."""

    AVX512_IFMA = "AVX512_Ifma"
    """AVX-512 IFMA: multiply and add of 52 bit integers."""

    AVX512_VBMI = "Avx512_Vbmi"
    """AVX-512 VBMI: moving bytes."""

    AVX512_VBMI2 = "Avx512_Vbmi2"
    """AVX-512 VBMI2: packing bytes."""

    AVX512_VNNI = "Avx512_Vnni"
    """AVX-512 VNNI: neural networks."""

    GFNI = "Gfni"
    """GFNI: Galois fields."""

    VAES = "Vaes"
    """VAES: AES of vectors."""

    AVX512_VPOPCNTDQ = "Avx512_Vpopcntdq"
    """AVX-512 VPOPCNTDQ: counting bits."""

    VPCLMULQDQ = "Vpclmulqdq"
    """VPCLMULQDQ: multiplying without carry."""

    AVX512_BF16 = "Avx512_Bf16"
    """AVX-512 BF16: short floating-point numbers."""

    AVX512_VP2_INTERSECT = "Avx512_Vp2Intersect"
    """AVX-512 VP2INTERSECT: what two vectors share."""

    AVX512_FP16 = "Avx512Fp16"
    """AVX-512 FP16: floating-point numbers of 16 bits."""

    XFD = "Xfd"
    """XFD: state that is off until it is used."""

    AMX_TILE = "AmxTile"
    """AMX-TILE: tiles."""

    AMX_BF16 = "AmxBf16"
    """AMX-BF16: products of short floating-point numbers."""

    AMX_INT8 = "AmxInt8"
    """AMX-INT8: products of bytes."""

    AVX_VNNI = "AvxVnni"
    """AVX-VNNI: neural networks."""

    SENTINEL_AMD_XSAVE = "SentinelAmdXsave"
    """The end of the list."""
