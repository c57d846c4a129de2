/*
 * Memory that a stand-in DLL gives to its caller, and how a test sees that all of it was freed.
 */

/* What was given out for CoTaskMemFree and is not freed yet; kept only while StandinWatch is on. */
static SRWLOCK given_lock = SRWLOCK_INIT;
static struct { void *memory; size_t size; } *given;
static size_t given_count, given_room;
static DWORD allocated, freed;
static BOOL watching;

static void *must(void *memory)
{
    if (!memory) abort();
    return memory;
}

typedef void *(*allocator)(size_t);

static inline void *give_task(size_t size)
{
    void *memory = must(CoTaskMemAlloc(size));
    if (!watching) return memory;
    AcquireSRWLockExclusive(&given_lock);
    if (given_count == given_room) given = must(realloc(given, (given_room += 1024) * sizeof *given));
    given[given_count].memory = memory;
    given[given_count++].size = size;
    allocated++;
    ReleaseSRWLockExclusive(&given_lock);
    return memory;
}

static inline void *give_local(size_t size) { return must(LocalAlloc(LMEM_FIXED, size)); }
static void *keep_private(size_t size) { return must(malloc(size)); }

/* COM tells a spy about every CoTaskMemFree.  Freed text is overwritten, so that reading it shows. */
static void *STDMETHODCALLTYPE before_free(IMallocSpy *spy, void *memory, BOOL spied)
{
    (void)spy, (void)spied;
    AcquireSRWLockExclusive(&given_lock);
    for (size_t i = 0; i < given_count; i++) {
        if (given[i].memory != memory) continue;
        memset(memory, 0xdd, given[i].size);
        given[i] = given[--given_count];
        freed++;
        break;
    }
    ReleaseSRWLockExclusive(&given_lock);
    return memory;
}
static HRESULT STDMETHODCALLTYPE same_object(IMallocSpy *spy, REFIID iid, void **out) { (void)iid; *out = spy; return S_OK; }
static ULONG STDMETHODCALLTYPE references(IMallocSpy *spy) { (void)spy; return 2; }
static SIZE_T STDMETHODCALLTYPE before_alloc(IMallocSpy *spy, SIZE_T size) { (void)spy; return size; }
static void *STDMETHODCALLTYPE after_alloc(IMallocSpy *spy, void *memory) { (void)spy; return memory; }
static void STDMETHODCALLTYPE after_free(IMallocSpy *spy, BOOL spied) { (void)spy, (void)spied; }
static SIZE_T STDMETHODCALLTYPE before_realloc(IMallocSpy *spy, void *memory, SIZE_T size, void **real, BOOL spied)
{
    (void)spy, (void)spied;
    *real = memory;
    return size;
}
static void *STDMETHODCALLTYPE same_memory(IMallocSpy *spy, void *memory, BOOL spied) { (void)spy, (void)spied; return memory; }
static SIZE_T STDMETHODCALLTYPE after_size(IMallocSpy *spy, SIZE_T size, BOOL spied) { (void)spy, (void)spied; return size; }
static int STDMETHODCALLTYPE after_did(IMallocSpy *spy, void *memory, BOOL spied, int did)
{
    (void)spy, (void)memory, (void)spied;
    return did;
}
static void STDMETHODCALLTYPE nothing(IMallocSpy *spy) { (void)spy; }

static IMallocSpyVtbl spy_methods = {
    same_object, references, references, before_alloc, after_alloc, before_free, after_free, before_realloc,
    same_memory, same_memory, after_size, same_memory, after_did, nothing, nothing,
};
static IMallocSpy spy = {&spy_methods};

/* For tests: count CoTaskMemFree of what this DLL gave out, from now on.  COM has room for one spy. */
__declspec(dllexport) HRESULT StandinWatch(BOOL on)
{
    AcquireSRWLockExclusive(&given_lock);
    given_count = allocated = freed = 0;
    watching = on;
    ReleaseSRWLockExclusive(&given_lock);
    return on ? CoRegisterMallocSpy(&spy) : CoRevokeMallocSpy();
}
__declspec(dllexport) DWORD StandinAllocated(void) { return allocated; }
__declspec(dllexport) DWORD StandinFreed(void) { return freed; }

