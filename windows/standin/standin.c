/*
 * A stand-in for the Windows host compute DLLs: vmcompute, computenetwork, computecore, computestorage.
 *
 * One source, built once per DLL.  Every export in the generated exports.h packs its arguments into one
 * line of JSON, sends it to a server on 127.0.0.1 (port in HCSPY_STANDIN_PORT) and unpacks one line of
 * JSON into the caller's out-parameters.  Nothing in here knows what any export means.
 *
 *   request   {"dll":"vmcompute","export":"HNSCall","pid":32,"tid":36,"args":{...},"null_outs":[...]}
 *   reply     {"ret":0,"response":"..."}            an absent member leaves the caller's cell alone
 *   event     {"seq":1,"type":"HCN_NOTIFICATION_CALLBACK","callback":N,"args":{...}}
 *   answer    {"ack":1}                             sent when the callback has returned
 *
 * Each thread has a connection of its own, closed when the thread ends, and no lock is held across a
 * call: a call that waits for something never stops the call that would bring it about.  Events come in
 * on one more connection per DLL and process, on a thread that the caller has never seen.
 *
 * x64 only: every parameter takes one 8 byte slot.  Out of memory ends the process.
 */
#define WIN32_LEAN_AND_MEAN
#define COBJMACROS
#define CINTERFACE
#include <winsock2.h>
#include <windows.h>
#include <objbase.h>
#include <objidl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SERVER_GONE 0x800706BAu /* HRESULT_FROM_WIN32(RPC_S_SERVER_UNAVAILABLE) */
#define MAX_PARAMS 8

#include "memory.h"
#include "values.h"

static uint64_t forward(const signature *export, enum result result, uint64_t *slots);

#define EXPORT(name, result)                                                                            \
    __declspec(dllexport) uint64_t name(uint64_t a, uint64_t b, uint64_t c, uint64_t d, uint64_t e,      \
                                        uint64_t f, uint64_t g, uint64_t h)                             \
    {                                                                                                   \
        static const signature export = {#name, name##_params};                                         \
        uint64_t slots[MAX_PARAMS] = {a, b, c, d, e, f, g, h};                                           \
        return forward(&export, result, slots);                                                         \
    }
#include "exports.h" /* DLL_NAME, GIVE_LOCAL, the layouts, callback_types[] and the exports */

/* ---- connections -------------------------------------------------------------------------------- */

typedef struct { SOCKET socket; u_short port; buffer in; size_t used; } connection;

static DWORD tls;

static u_short port_wanted(void)
{
    char text[16];
    DWORD length = GetEnvironmentVariableA("HCSPY_STANDIN_PORT", text, sizeof text);
    return length && length < sizeof text ? (u_short)atoi(text) : 0;
}

static void hang_up(connection *c)
{
    if (!c) return;
    closesocket(c->socket);
    free(c->in.text);
    free(c);
}

static connection *dial(u_short port)
{
    static LONG ready;
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(port)};
    BOOL yes = TRUE;
    if (!InterlockedExchange(&ready, 1)) {
        WSADATA data;
        HMODULE self;
        WSAStartup(MAKEWORD(2, 2), &data);
        /* Like the system's own, this DLL stays: threads of it may be running. */
        GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_PIN | GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS, (void *)dial, &self);
    }
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    SOCKET s = port ? socket(AF_INET, SOCK_STREAM, 0) : INVALID_SOCKET;
    if (s == INVALID_SOCKET) return NULL;
    if (connect(s, (struct sockaddr *)&to, sizeof to)) { closesocket(s); return NULL; }
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, (char *)&yes, sizeof yes);
    connection *c = must(calloc(1, sizeof *c));
    c->socket = s;
    c->port = port;
    return c;
}

/* Between calls a server has nothing to say: readable means that it is gone. */
static BOOL is_stale(connection *c)
{
    fd_set set;
    struct timeval now = {0, 0};
    FD_ZERO(&set);
    FD_SET(c->socket, &set);
    return c->port != port_wanted() || select(0, &set, NULL, NULL, &now) != 0;
}

static connection *this_threads_connection(void)
{
    connection *c = TlsGetValue(tls);
    if (c && !is_stale(c)) return c;
    hang_up(c);
    c = dial(port_wanted());
    TlsSetValue(tls, c);
    return c;
}

static BOOL send_line(connection *c, const buffer *line)
{
    for (size_t done = 0; done < line->length;) {
        size_t rest = line->length - done;
        int sent = send(c->socket, line->text + done, rest > 65536 ? 65536 : (int)rest, 0);
        if (sent <= 0) return FALSE;
        done += (size_t)sent;
    }
    return TRUE;
}

/* The next line, valid until the next read; NULL when the server is gone. */
static char *read_line(connection *c)
{
    size_t seen = 0;
    c->in.length -= c->used;
    if (c->used) memmove(c->in.text, c->in.text + c->used, c->in.length);
    c->used = 0;
    for (;;) {
        char *end = c->in.length > seen ? memchr(c->in.text + seen, '\n', c->in.length - seen) : NULL;
        if (end) {
            *end = 0;
            c->used = (size_t)(end - c->in.text) + 1;
            return c->in.text;
        }
        seen = c->in.length;
        reserve(&c->in, 65536);
        int got = recv(c->socket, c->in.text + seen, 65536, 0);
        if (got <= 0) return NULL;
        c->in.length += (size_t)got;
    }
}

/* ---- events ------------------------------------------------------------------------------------- */

static void call_back(const char *event)
{
    const char *type = member(event, "type"), *args = member(event, "args");
    const signature *s = callback_types;
    uint64_t function = number(member(event, "callback")), slots[4] = {0};
    char records[4][64];
    while (s->name && (!type || strncmp(type + 1, s->name, strlen(s->name)) || type[strlen(s->name) + 1] != '"')) s++;
    if (!function || !s->name) return;
    for (int i = 0; s->params[i].name; i++) {
        const value *v = &s->params[i];
        char *at = v->way == IN_SLOT ? (char *)&slots[i] : records[i];
        take_value(member(args, v->name), v, at, private_memory);
        if (v->way != IN_SLOT) slots[i] = (uint64_t)at;
    }
    ((void (*)(uint64_t, uint64_t, uint64_t, uint64_t))function)(slots[0], slots[1], slots[2], slots[3]);
    for (int i = 0; s->params[i].name; i++) {
        const value *v = &s->params[i];
        if (v->kind == TEXT) free((void *)slots[i]);
        for (const value *m = v->kind == RECORD ? v->layout->members : NULL; m && m->name; m++)
            if (m->kind == TEXT) free((void *)load(records[i] + m->offset, 8));
    }
}

static DWORD WINAPI event_loop(void *argument)
{
    connection *c = argument;
    char *event;
    buffer out = {0};
    while ((event = read_line(c))) {
        call_back(event);
        out.length = 0;
        put(&out, "{\"ack\":");
        put_number(&out, number(member(event, "seq")));
        put(&out, "}\n");
        if (!send_line(c, &out)) break;
    }
    free(out.text);
    hang_up(c);
    return 0;
}

/* Announce this process to the server, once for each server. */
static void start_events(void)
{
    static SRWLOCK lock = SRWLOCK_INIT;
    static u_short announced;
    buffer hello = {0};
    AcquireSRWLockExclusive(&lock);
    connection *c = announced == port_wanted() ? NULL : dial(port_wanted());
    if (c) {
        put(&hello, "{\"hello\":\"events\",\"dll\":\"" DLL_NAME "\",\"pid\":");
        put_number(&hello, GetCurrentProcessId());
        put(&hello, "}\n");
        announced = c->port;
        send_line(c, &hello);
        CloseHandle(CreateThread(NULL, 0, event_loop, c, 0, NULL));
        free(hello.text);
    }
    ReleaseSRWLockExclusive(&lock);
}

/* ---- the call ----------------------------------------------------------------------------------- */

static BOOL goes_in(const value *v) { return v->way != OUT_TARGET && v->kind != ROOM; }
static BOOL comes_out(const value *v) { return v->way == OUT_TARGET || v->way == INOUT_TARGET || v->kind == ROOM; }

static void put_request(buffer *out, const signature *export, uint64_t *slots)
{
    const char *comma = "";
    put(out, "{\"dll\":\"" DLL_NAME "\",\"export\":\"");
    put(out, export->name);
    put(out, "\",\"pid\":");
    put_number(out, GetCurrentProcessId());
    put(out, ",\"tid\":");
    put_number(out, GetCurrentThreadId());
    put(out, ",\"args\":{");
    for (const value *v = export->params; v->name; v++) {
        uint64_t *slot = slots + (v - export->params);
        if (!goes_in(v)) continue;
        put(out, comma);
        put_name(out, v->name);
        put_value(out, v, v->way == IN_SLOT ? (char *)slot : (char *)*slot, (uint32_t)slot[1]);
        comma = ",";
    }
    put(out, "},\"null_outs\":[");
    comma = "";
    for (const value *v = export->params; v->name; v++) {
        if (!comes_out(v) || slots[v - export->params]) continue;
        put(out, comma);
        put(out, "\"");
        put(out, v->name);
        put(out, "\"");
        comma = ",";
    }
    put(out, "]}\n");
}

static void take_reply(const char *reply, const signature *export, uint64_t *slots)
{
    for (const value *v = export->params; v->name; v++) {
        uint64_t *slot = slots + (v - export->params);
        if (v->kind == ROOM) take_room(member(reply, v->name), (WCHAR *)*slot, (uint64_t *)slot[-1]);
        else if (v->kind == RELEASE) release((void *)*slot);
        else if (comes_out(v) && *slot) take_value(member(reply, v->name), v, (char *)*slot, give);
    }
}

static uint64_t forward(const signature *export, enum result result, uint64_t *slots)
{
    buffer request = {0};
    put_request(&request, export, slots);
    connection *c = this_threads_connection();
    char *reply = c && send_line(c, &request) ? read_line(c) : NULL;
    free(request.text);
    if (!reply) return result == HRESULT_ ? SERVER_GONE : 0;
    take_reply(reply, export, slots);
    uint64_t value = number(member(reply, "ret"));
    if (c->in.room > 1 << 20) { /* a large document leaves nothing behind */
        free(c->in.text);
        c->in = (buffer){0};
        c->used = 0;
    }
    return result == WIDE ? value : (uint32_t)value;
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved)
{
    (void)self, (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) tls = TlsAlloc();
    if (reason == DLL_THREAD_DETACH) hang_up(TlsGetValue(tls));
    return tls != TLS_OUT_OF_INDEXES;
}
