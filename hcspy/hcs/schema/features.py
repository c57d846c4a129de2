"""Features of processors, by the names that documents have for them."""

from __future__ import annotations

from hcspy.codec import WireEnum


class ProcessorFeature(WireEnum):
    """Features of processors: first those of x64, from `Asid16` on those of ARM64."""

    SSE3 = "Sse3"
    """SSE3."""

    LAHF_SAHF = "LahfSahf"
    """LAHF and SAHF in 64 bit mode."""

    SSSE3 = "Ssse3"
    """SSSE3."""

    SSE4_1 = "Sse4_1"
    """SSE4.1."""

    SSE4_2 = "Sse4_2"
    """SSE4.2."""

    SSE4_A = "Sse4A"
    """SSE4a (AMD)."""

    XOP = "Xop"
    """XOP (AMD)."""

    POPCNT = "Popcnt"
    """POPCNT: counting bits."""

    CMPXCHG16_B = "Cmpxchg16B"
    """CMPXCHG16B."""

    ALTMOVCR8 = "Altmovcr8"
    """CR8 in 32 bit mode (AMD)."""

    LZCNT = "Lzcnt"
    """LZCNT: counting zeros."""

    MISALIGNSSE = "Misalignsse"
    """SSE of addresses that are not aligned (AMD)."""

    MMX_EXT = "MmxExt"
    """Extensions of MMX (AMD)."""

    AMD3_DNOW = "Amd3Dnow"
    """3DNow! (AMD)."""

    EXT_AMD3_DNOW = "ExtAmd3Dnow"
    """Extensions of 3DNow! (AMD)."""

    PAGE1_GB = "Page1Gb"
    """Pages of 1 GB."""

    AMD_AES = "AmdAes"
    """AES."""

    PCLMULQDQ = "Pclmulqdq"
    """PCLMULQDQ: multiplying without carry."""

    PCID = "Pcid"
    """Address spaces with numbers."""

    FMA4 = "Fma4"
    """FMA4 (AMD)."""

    F16_C = "F16C"
    """F16C: floating-point numbers of 16 bits."""

    RDRAND = "Rdrand"
    """RDRAND: random numbers."""

    RDWRFSGS = "Rdwrfsgs"
    """RDFSBASE and its like."""

    SMEP = "Smep"
    """SMEP: no execution of user pages in the kernel."""

    ENHANCED_FAST_STRING = "EnhancedFastString"
    """REP MOVSB that is fast."""

    BMI1 = "Bmi1"
    """BMI1: bits."""

    BMI2 = "Bmi2"
    """BMI2: more bits."""

    MOVBE = "Movbe"
    """MOVBE: bytes in the other order."""

    NPIEP1 = "Npiep1"
    """User programs do not learn where the kernel is."""

    DEP_X87_FPU_SAVE = "DepX87FpuSave"
    """The FPU's last data pointer is kept only after errors."""

    RDSEED = "Rdseed"
    """RDSEED: seeds of random numbers."""

    ADX = "Adx"
    """ADX: adding long numbers."""

    INTEL_PREFETCH = "IntelPrefetch"
    """PREFETCHW: fetching to write."""

    SMAP = "Smap"
    """SMAP: no access to user pages in the kernel."""

    HLE = "Hle"
    """HLE: locks as transactions."""

    RTM = "Rtm"
    """RTM: transactions."""

    RDTSCP = "Rdtscp"
    """RDTSCP."""

    CLFLUSHOPT = "Clflushopt"
    """CLFLUSHOPT."""

    CLWB = "Clwb"
    """CLWB: writing a cache line back."""

    SHA = "Sha"
    """SHA."""

    X87_POINTERS_SAVED = "X87PointersSaved"
    """The FPU's pointers are saved."""

    INVPCID = "Invpcid"
    """INVPCID."""

    IBRS = "Ibrs"
    """IBRS: restricted speculation of branches."""

    STIBP = "Stibp"
    """STIBP: branches of the other thread do not count."""

    IBPB = "Ibpb"
    """IBPB: a barrier for branches."""

    UNRESTRICTED_GUEST = "UnrestrictedGuest"
    """Guests in real mode."""

    MDD = "Mdd"
    """MD_CLEAR: clearing buffers."""

    FAST_SHORT_REP_MOV = "FastShortRepMov"
    """Short REP MOVSB that is fast."""

    L1_D_CACHE_FLUSH = "L1DCacheFlush"
    """Flushing the first cache."""

    RDCL_NO = "RdclNo"
    """Not open to Meltdown."""

    IBRS_ALL = "IbrsAll"
    """IBRS that stays on."""

    SKIP_L1_DF = "SkipL1Df"
    """The first cache need not be flushed for guests."""

    SSB_NO = "SsbNo"
    """Not open to speculative store bypass."""

    RSBA_NO = "RsbaNo"
    """Returns are not predicted from elsewhere."""

    VIRT_SPEC_CTRL = "VirtSpecCtrl"
    """Control of speculation for guests (AMD)."""

    RDPID = "Rdpid"
    """RDPID."""

    UMIP = "Umip"
    """UMIP: user programs do not learn of descriptor tables."""

    MBS_NO = "MbsNo"
    """Not open to sampling of buffers."""

    MB_CLEAR = "MbClear"
    """VERW clears buffers."""

    TAA_NO = "TaaNo"
    """Not open to asynchronous aborts."""

    TSX_CTRL = "TsxCtrl"
    """Transactions can be turned off."""

    ACOUNT_MCOUNT = "AcountMcount"
    """Counters of actual and nominal frequency."""

    TSC_INVARIANT = "TscInvariant"
    """A time stamp counter of constant rate."""

    CLZERO = "Clzero"
    """CLZERO (AMD)."""

    RDPRU = "Rdpru"
    """RDPRU (AMD)."""

    LA57 = "La57"
    """Addresses of 57 bits."""

    MBEC = "Mbec"
    """Execution by mode: kernel and user apart."""

    NESTED_VIRT = "NestedVirt"
    """Virtual machines in virtual machines."""

    PSFD = "Psfd"
    """Prediction of stores can be turned off (AMD)."""

    CET_SS = "CetSs"
    """Shadow stacks."""

    CET_IBT = "CetIbt"
    """Targets of indirect branches are marked."""

    VMX_EXCEPTION_INJECT = "VmxExceptionInject"
    """Exceptions that a hypervisor puts in."""

    UMWAIT_TPAUSE = "UmwaitTpause"
    """UMWAIT and TPAUSE."""

    MOVDIRI = "Movdiri"
    """MOVDIRI."""

    MOVDIR64B = "Movdir64b"
    """MOVDIR64B."""

    CLDEMOTE = "Cldemote"
    """CLDEMOTE."""

    SERIALIZE = "Serialize"
    """SERIALIZE."""

    TSC_DEADLINE_TMR = "TscDeadlineTmr"
    """A timer that goes by the time stamp counter."""

    TSC_ADJUST = "TscAdjust"
    """A time stamp counter that can be adjusted."""

    FZL_REP_MOVSB = "FZLRepMovsb"
    """REP MOVSB of length zero that is fast."""

    FS_REP_STOSB = "FSRepStosb"
    """Short REP STOSB that is fast."""

    FS_REP_CMPSB = "FSRepCmpsb"
    """Short REP CMPSB that is fast."""

    SENTINEL_AMD = "SentinelAmd"
    """The end of those of x64."""

    ASID16 = "Asid16"
    """Numbers of address spaces of 16 bits."""

    T_GRAN16 = "TGran16"
    """Pages of 16 KB."""

    T_GRAN64 = "TGran64"
    """Pages of 64 KB."""

    HAF = "Haf"
    """The hardware notes which pages are used."""

    HDBS = "Hdbs"
    """The hardware notes which pages are changed."""

    PAN = "Pan"
    """No access to user pages in the kernel."""

    AT_S1_E1 = "AtS1E1"
    """Translation of addresses as the kernel sees them."""

    UAO = "Uao"
    """Access as user, overridden."""

    EL0_AARCH32 = "El0Aarch32"
    """32 bit programs."""

    FP = "Fp"
    """Floating-point numbers."""

    FP_HP = "FpHp"
    """Floating-point numbers of 16 bits."""

    ADV_SIMD = "AdvSimd"
    """Vectors (Advanced SIMD)."""

    ADV_SIMD_HP = "AdvSimdHp"
    """Vectors of 16 bit floating-point numbers."""

    GIC_V3_V4 = "GicV3V4"
    """The interrupt controller's versions 3 and 4."""

    PMU_V3 = "PmuV3"
    """Performance counters, version 3."""

    PMU_V3_ARM_V81 = "PmuV3ArmV81"
    """Performance counters of ARMv8.1."""

    PMU_V3_ARM_V84 = "PmuV3ArmV84"
    """Performance counters of ARMv8.4."""

    ARM_AES = "ArmAes"
    """AES."""

    POLY_MUL = "PolyMul"
    """Multiplying polynomials."""

    SHA1 = "Sha1"
    """SHA-1."""

    SHA256 = "Sha256"
    """SHA-256."""

    SHA512 = "Sha512"
    """SHA-512."""

    CRC32 = "Crc32"
    """CRC-32."""

    ATOMIC = "Atomic"
    """Atomic operations in one instruction."""

    RDM = "Rdm"
    """Rounding multiplication."""

    SHA3 = "Sha3"
    """SHA-3."""

    SM3 = "Sm3"
    """SM3."""

    SM4 = "Sm4"
    """SM4."""

    DP = "Dp"
    """Dot products."""

    FHM = "Fhm"
    """Multiply and add of 16 bit floating-point numbers."""

    DC_CVAP = "DcCvap"
    """Writing back to where it persists."""

    DC_CVADP = "DcCvadp"
    """Writing back to where it persists deeply."""

    APA_BASE = "ApaBase"
    """Pointers that prove themselves: the base."""

    APA_EP = "ApaEp"
    """Pointers that prove themselves: enhanced."""

    APA_EP2 = "ApaEp2"
    """Pointers that prove themselves: enhanced again."""

    APA_EP2_FP = "ApaEp2Fp"
    """Pointers that prove themselves: faults."""

    APA_EP2_FPC = "ApaEp2Fpc"
    """Pointers that prove themselves: combined faults."""

    JSCVT = "Jscvt"
    """Conversion as JavaScript does it."""

    FCMA = "Fcma"
    """Complex numbers."""

    RCPC_V83 = "RcpcV83"
    """Weaker order of loads, of ARMv8.3."""

    RCPC_V84 = "RcpcV84"
    """Weaker order of loads, of ARMv8.4."""

    GPA = "Gpa"
    """Generic proofs of pointers."""

    L1IP_PIPT = "L1ipPipt"
    """The first cache goes by physical addresses."""

    DZ_PERMITTED = "DzPermitted"
    """Zeroing of cache lines by user programs."""

    SENTINEL_ARM = "SentinelArm"
    """The end of the list."""
