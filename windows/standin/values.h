/*
 * Values between memory and JSON, driven by the tables that build.py generates.
 */

enum kind {
    NUMBER,   /* size bytes; handles too */
    TEXT,     /* pointer to UTF-16 */
    GUID16,   /* 16 bytes in place */
    RECORD,   /* a struct in place */
    ARRAY,    /* pointer to structs; coming in, the next parameter is their count */
    FUNCTION, /* function pointer, sent as a number */
    POINTER,  /* one whose target is nobody's business: null or not */
    PIPE,     /* a handle of Windows; the server knows it by the name of a pipe, which is opened; `size` is the access */
    ROOM,     /* the caller's buffer; the parameter before it holds its size in units of `size` bytes */
    RELEASE   /* pointer to memory that an earlier call gave out: released after the call */
};
enum way { IN_SLOT, IN_TARGET, OUT_TARGET, INOUT_TARGET }; /* the value itself, or what the slot points to */

typedef struct value value;
typedef struct { unsigned size; const value *members; } layout; /* members end with a NULL name */
struct value {
    const char *name;
    enum kind kind;
    enum way way;
    unsigned size, offset;
    const layout *layout;
};
typedef struct { const char *name; const value *params; } signature;

/* ---- writing JSON ------------------------------------------------------------------------------- */

typedef struct { char *text; size_t length, room; } buffer;

static void reserve(buffer *out, size_t more)
{
    if (out->length + more + 1 <= out->room) return;
    out->room = (out->length + more + 1) * 2;
    out->text = must(realloc(out->text, out->room));
}

static void put(buffer *out, const char *text)
{
    size_t length = strlen(text);
    reserve(out, length);
    memcpy(out->text + out->length, text, length + 1);
    out->length += length;
}

static void put_number(buffer *out, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    put(out, text);
}

static void put_name(buffer *out, const char *name) { put(out, "\""); put(out, name); put(out, "\":"); }

/* A UTF-16 unit is one \uXXXX escape, so no conversion is needed and lone surrogates survive. */
static void put_text(buffer *out, const WCHAR *text)
{
    static const char hex[] = "0123456789abcdef";
    if (!text) { put(out, "null"); return; }
    put(out, "\"");
    for (; *text; text++) {
        reserve(out, 8);
        char *end = out->text + out->length;
        if (*text < 0x20 || *text > 0x7e || *text == '"' || *text == '\\') {
            const char escape[] = {'\\', 'u', hex[*text >> 12], hex[*text >> 8 & 15], hex[*text >> 4 & 15], hex[*text & 15]};
            memcpy(end, escape, 6);
            out->length += 6;
        } else {
            *end = (char)*text;
            out->length++;
        }
    }
    put(out, "\"");
}

static void put_guid(buffer *out, const GUID *id)
{
    char text[48];
    const unsigned char *b = id->Data4;
    snprintf(text, sizeof text, "\"%08lx-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x\"", id->Data1, id->Data2,
             id->Data3, b[0], b[1], b[2], b[3], b[4], b[5], b[6], b[7]);
    put(out, text);
}

static uint64_t load(const void *at, unsigned size)
{
    uint64_t number = 0;
    memcpy(&number, at, size);
    return number;
}

/* The server knows a handle that it gave out by the name of the pipe that was opened for it. */
static void put_handle(buffer *out, uint64_t handle)
{
    static const WCHAR ours[] = L"\\hcspy-standin-";
    union { FILE_NAME_INFO info; char room[600]; } found = {0};
    BOOL known = handle && GetFileType((HANDLE)handle) == FILE_TYPE_PIPE
        && GetFileInformationByHandleEx((HANDLE)handle, FileNameInfo, &found, sizeof found - sizeof(WCHAR))
        && !wcsncmp(found.info.FileName, ours, wcslen(ours));
    if (known) put_text(out, found.info.FileName);
    else put_number(out, handle);
}

static void start_events(void);
static void put_value(buffer *out, const value *v, const char *at, uint64_t count);

static void put_record(buffer *out, const layout *record, const char *at)
{
    put(out, "{");
    for (const value *m = record->members; m->name; m++) {
        if (m != record->members) put(out, ",");
        put_name(out, m->name);
        put_value(out, m, at + m->offset, 0);
    }
    put(out, "}");
}

static void put_array(buffer *out, const layout *record, const char *at, uint64_t count)
{
    if (!at) { put(out, "null"); return; }
    put(out, "[");
    for (uint64_t i = 0; i < count; i++) {
        if (i) put(out, ",");
        put_record(out, record, at + i * record->size);
    }
    put(out, "]");
}

/* Write the value that lies at an address. */
static void put_value(buffer *out, const value *v, const char *at, uint64_t count)
{
    uint64_t pointer = v->kind == NUMBER || !at ? 0 : load(at, 8);
    if (!at) { put(out, "null"); return; }
    switch (v->kind) {
    case NUMBER: put_number(out, load(at, v->size)); break;
    case TEXT: put_text(out, (const WCHAR *)pointer); break;
    case GUID16: put_guid(out, (const GUID *)at); break;
    case RECORD: put_record(out, v->layout, at); break;
    case ARRAY: put_array(out, v->layout, (const char *)pointer, count); break;
    case POINTER: put(out, pointer ? "\"<pointer>\"" : "null"); break;
    case PIPE: put_handle(out, pointer); break;
    case FUNCTION:
        if (pointer) start_events(); /* before the call, so that no early event is lost */
        /* fall through */
    default: put_number(out, pointer);
    }
}

/* ---- reading JSON: what Python's json.dumps writes ---------------------------------------------- */

static const char *blank(const char *p) { while (*p == ' ') p++; return p; }

static const char *after_text(const char *p)
{
    for (p++; *p && *p != '"'; p++)
        if (*p == '\\' && p[1]) p++;
    return *p ? p + 1 : p;
}

static const char *after_value(const char *p)
{
    int depth = 0;
    for (; *p; p++) {
        if (*p == '"') { p = after_text(p) - 1; continue; }
        if (*p == '{' || *p == '[') depth++;
        if ((*p == '}' || *p == ']') && depth-- == 0) break;
        if (*p == ',' && depth == 0) break;
    }
    return p;
}

/* The value of a member, NULL when it is absent or null. */
static const char *member(const char *object, const char *name)
{
    size_t length = strlen(name);
    const char *p = object ? blank(object) : "";
    while (*p == '{' || *p == ',') {
        const char *key = blank(p + 1);
        if (*key != '"') break;
        const char *end = after_text(key);
        p = blank(end);
        if (*p != ':') break;
        p = blank(p + 1);
        if ((size_t)(end - key - 2) == length && !memcmp(key + 1, name, length))
            return strncmp(p, "null", 4) ? p : NULL;
        p = after_value(p);
    }
    return NULL;
}

static uint64_t number(const char *p)
{
    if (!p) return 0;
    if (*p == 't') return 1;
    return *p == '-' ? (uint64_t)strtoll(p, NULL, 10) : strtoull(p, NULL, 10);
}

static WCHAR hex4(const char *p)
{
    char digits[5] = {p[0], p[1], p[2], p[3], 0};
    return (WCHAR)strtoul(digits, NULL, 16);
}

/* Decode a JSON string into room for it, or only count its units when there is none. */
static size_t decode(const char *p, WCHAR *room)
{
    size_t units = 0;
    for (p++; *p && *p != '"'; p++, units++) {
        WCHAR unit = (unsigned char)*p;
        if (*p == '\\') {
            static const char names[] = "ntrbf", means[] = "\n\t\r\b\f";
            const char *at = strchr(names, *++p);
            unit = at ? (WCHAR)means[at - names] : (WCHAR)*p;
            if (*p == 'u' && p[1] && p[2] && p[3] && p[4]) unit = hex4(p + 1), p += 4;
        }
        if (room) room[units] = unit;
    }
    if (room) room[units] = 0;
    return units;
}

static void take_guid(const char *p, GUID *id)
{
    unsigned d1, d2, d3, b[8];
    if (sscanf(p, "\"%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &d1, &d2, &d3, &b[0], &b[1], &b[2], &b[3], &b[4],
               &b[5], &b[6], &b[7]) != 11) return;
    *id = (GUID){d1, (unsigned short)d2, (unsigned short)d3, {0}};
    for (int i = 0; i < 8; i++) id->Data4[i] = (unsigned char)b[i];
}

/* Open a pipe by name, for overlapped use, as the service's own DLLs do. */
static uint64_t open_pipe(const char *p, DWORD access)
{
    WCHAR name[128];
    if (decode(p, NULL) >= sizeof name / sizeof *name) return 0;
    decode(p, name);
    HANDLE pipe = CreateFileW(name, access, 0, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    return pipe == INVALID_HANDLE_VALUE ? 0 : (uint64_t)pipe;
}

static void take_value(const char *p, const value *v, char *at, allocator allocate);

static void take_record(const char *p, const layout *record, char *at, allocator allocate)
{
    memset(at, 0, record->size);
    for (const value *m = record->members; m->name; m++)
        take_value(member(p, m->name), m, at + m->offset, allocate);
}

static void *take_array(const char *p, const layout *record, allocator allocate)
{
    size_t count = 0;
    const char *q;
    for (q = blank(p + 1); *q && *q != ']'; q = blank(*q == ',' ? q + 1 : q), count++) q = after_value(q);
    char *memory = allocate(count * record->size + 1);
    for (q = blank(p + 1), p = memory; *q && *q != ']'; q = blank(*q == ',' ? q + 1 : q), p += record->size) {
        take_record(q, record, (char *)p, allocate);
        q = after_value(q);
    }
    return memory;
}

/* Store a value where the caller wants it; an absent one changes nothing. */
static void take_value(const char *p, const value *v, char *at, allocator allocate)
{
    uint64_t bits;
    void *memory;
    if (!p) return;
    switch (v->kind) {
    case TEXT:
        memory = allocate((decode(p, NULL) + 1) * sizeof(WCHAR));
        decode(p, memory);
        memcpy(at, &memory, sizeof memory);
        break;
    case ARRAY:
        memory = take_array(p, v->layout, allocate);
        memcpy(at, &memory, sizeof memory);
        break;
    case GUID16: take_guid(p, (GUID *)at); break;
    case RECORD: take_record(p, v->layout, at, allocate); break;
    case NUMBER:
        bits = number(p);
        memcpy(at, &bits, v->size);
        break;
    case PIPE:
        bits = *p == '"' ? open_pipe(p, v->size) : number(p);
        memcpy(at, &bits, sizeof bits);
        break;
    default:
        bits = number(p);
        memcpy(at, &bits, sizeof bits);
    }
}

/* The caller's buffer: filled when the text fits; its size, in units of so many bytes, becomes what the text needs. */
static void take_room(const char *p, WCHAR *room, unsigned unit, void *size, unsigned width)
{
    uint64_t need = p ? (decode(p, NULL) + 1) * sizeof(WCHAR) / unit : 0;
    if (!p || !size) return;
    if (room && load(size, width) >= need) decode(p, room);
    memcpy(size, &need, width);
}
