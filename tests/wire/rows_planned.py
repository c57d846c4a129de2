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
hcsshim.ActivateLayer                            host.storage.layers.activate
hcsshim.ConvertToBaseLayer                       host.storage.layers.convert_to_base
hcsshim.CreateLayer                              host.storage.layers.create
hcsshim.CreateSandboxLayer                       host.storage.layers.create_scratch
hcsshim.CreateScratchLayer                       host.storage.layers.create_scratch
hcsshim.DeactivateLayer                          host.storage.layers.deactivate
hcsshim.DestroyLayer                             host.storage.layers.destroy
hcsshim.ExpandSandboxSize                        host.storage.layers.expand_scratch
hcsshim.ExpandScratchSize                        host.storage.layers.expand_scratch
hcsshim.ExportLayer                              host.storage.layers.export
hcsshim.GetLayerMountPath                        host.storage.layers.mount_path
hcsshim.GetSharedBaseImages                      host.storage.base_images.list
hcsshim.ImportLayer                              host.storage.layers.import_
hcsshim.LayerExists                              host.storage.layers.exists
hcsshim.NameToGuid                               host.storage.layers.name_to_guid
hcsshim.NewLayerReader                           host.storage.layers.reader
hcsshim.NewLayerWriter                           host.storage.layers.writer
hcsshim.PrepareLayer                             host.storage.layers.prepare
hcsshim.ProcessBaseLayer                         host.storage.layers.process_base
hcsshim.ProcessUtilityVMImage                    host.storage.layers.process_utility_vm
hcsshim.UnprepareLayer                           host.storage.layers.unprepare
computestorage.AttachLayerStorageFilter          host.storage.layers.attach_filter
computestorage.AttachOverlayFilter               host.storage.layers.attach_overlay
computestorage.DestroyLayer                      host.storage.layers.destroy
computestorage.DetachLayerStorageFilter          host.storage.layers.detach_filter
computestorage.DetachOverlayFilter               host.storage.layers.detach_overlay
computestorage.ExportLayer                       host.storage.layers.export
computestorage.FormatWritableLayerVhd            host.storage.layers.format_vhd
computestorage.GetLayerVhdMountPath              host.storage.layers.vhd_mount_path
computestorage.ImportLayer                       host.storage.layers.import_
computestorage.InitializeWritableLayer           host.storage.layers.initialize_writable
computestorage.SetupBaseOSLayer                  host.storage.base_images.setup_layer
computestorage.SetupBaseOSVolume                 host.storage.base_images.setup_volume
computestorage.SetupContainerBaseLayer           host.storage.base_images.setup_container_layer
computestorage.SetupUtilityVMBaseLayer           host.storage.base_images.setup_utility_vm_layer
osversion.Get                                    host.version
osversion.Build                                  host.version
osversion.BuildRevision                          host.version
"""

ROWS: Final = tuple(Counterpart(*line.split(), planned=True) for line in NAMES.strip().splitlines())
