"""Functions of parts that come later: what they will be called, so that the documentation names all of hcsshim."""

from __future__ import annotations

from typing import Final

from .counterparts import Counterpart

NAMES: Final = """
hcsshim.CreateContainer                          host.hcs.systems.create
hcsshim.OpenContainer                            host.hcs.systems.open
hcsshim.GetContainers                            host.hcs.systems.list
hcsshim.container.Close                          hcspy.hcs.System.close
hcsshim.container.CreateProcess                  hcspy.hcs.System.exec
hcsshim.container.HasPendingUpdates              hcspy.hcs.System.has_pending_updates
hcsshim.container.MappedVirtualDisks             hcspy.hcs.System.mapped_virtual_disks
hcsshim.container.Modify                         hcspy.hcs.System.modify
hcsshim.container.OpenProcess                    hcspy.hcs.System.open_process
hcsshim.container.Pause                          hcspy.hcs.System.pause
hcsshim.container.ProcessList                    hcspy.hcs.System.processes
hcsshim.container.Resume                         hcspy.hcs.System.resume
hcsshim.container.Shutdown                       hcspy.hcs.System.shutdown
hcsshim.container.Start                          hcspy.hcs.System.start
hcsshim.container.Statistics                     hcspy.hcs.System.statistics
hcsshim.container.Terminate                      hcspy.hcs.System.terminate
hcsshim.container.Wait                           hcspy.hcs.System.wait
hcsshim.container.WaitTimeout                    hcspy.hcs.System.wait
hcsshim.process.Close                            hcspy.hcs.Process.close
hcsshim.process.CloseStdin                       hcspy.hcs.Process.close_stdin
hcsshim.process.ExitCode                         hcspy.hcs.Process.returncode
hcsshim.process.Kill                             hcspy.hcs.Process.kill
hcsshim.process.Pid                              hcspy.hcs.Process.pid
hcsshim.process.ResizeConsole                    hcspy.hcs.Process.resize_console
hcsshim.process.Stdio                            hcspy.hcs.Process.stdin
hcsshim.process.Wait                             hcspy.hcs.Process.wait
hcsshim.process.WaitTimeout                      hcspy.hcs.Process.wait
osversion.Get                                    host.version
osversion.Build                                  host.version
osversion.BuildRevision                          host.version
"""

ROWS: Final = tuple(Counterpart(*line.split(), planned=True) for line in NAMES.strip().splitlines())
