/*
 * combase.dll: the memory in which HNS hands out its strings.
 *
 * Import tables name api-ms-win-core-com-l1-1-0.dll instead, but an API set is a name
 * for the loader and no file in System32, and we load by full path only.
 */
typedef struct {
    void *(*CoTaskMemAlloc)(SIZE_T size);
    void (*CoTaskMemFree)(void *buffer);
} combase_table;
