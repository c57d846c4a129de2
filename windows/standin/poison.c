/* A DLL that ends any process which loads it, with a status that nothing else has: the planted
 * vmcompute.dll of the tests. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, void *reserved)
{
    (void)self, (void)reserved;
    if (reason == DLL_PROCESS_ATTACH) ExitProcess(66);
    return TRUE;
}
