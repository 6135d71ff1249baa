using Samagam.Trust;

namespace Samagam.Provisioning;

/// <summary>
/// The systemd unit of a box: restarted for ever, watched (Type=notify, WatchdogSec), and allowed only what it needs
/// (systemd.exec(5)). The just-in-time compiler needs writable-then-executable pages, so MemoryDenyWriteExecute stays off.
/// </summary>
internal static class UnitFile
{
    /// <summary>Where the box's signed folder and the program are expected; both read-only to the service.</summary>
    public const string BoxFolder = "/etc/samagam/box", ProgramFolder = "/opt/samagam", StateFolder = "/var/lib/samagam";

    public static string NameOf(NodeRole role) => role == NodeRole.Hub ? "samagam-hub.service" : "samagam-node.service";

    public static string Write(NodeSettings settings)
    {
        var hub = settings.Role == NodeRole.Hub;
        var program = hub ? $"{ProgramFolder}/hub/Samagam.Hub.Host.dll" : $"{ProgramFolder}/node/Samagam.Node.Host.dll";
        var data = Path.IsPathRooted(settings.DataFolder) ? settings.DataFolder : Path.GetFullPath(settings.DataFolder, BoxFolder);
        int[] ports = [settings.Ports.Http, settings.Ports.Https, settings.Ports.Peers, settings.Ports.Mqtt, settings.Ports.MqttTls];
        var low = Array.Exists(ports, p => p < 1024);
        return $"""
            # Written by samagam-provision for {NodeName.Of(settings.Number, settings.Role)}; part of the signed folder.
            [Unit]
            Description=Samagam {(hub ? "hub" : "node")} {settings.Number}
            After=network.target
            # A box without a network is still the whole system for the people around it.
            StartLimitIntervalSec=0

            [Service]
            Type=notify
            NotifyAccess=main
            WatchdogSec=30
            Restart=always
            RestartSec=1
            TimeoutStartSec=120
            TimeoutStopSec=20
            User=samagam
            Group=samagam
            Environment=DOTNET_EnableDiagnostics=0 DOTNET_NOLOGO=1
            ExecStart=/usr/bin/dotnet {program} --box {BoxFolder}
            WorkingDirectory={ProgramFolder}
            {(data == StateFolder ? "StateDirectory=samagam\nStateDirectoryMode=0700" : $"ReadWritePaths={data.Replace(" ", "\\x20", StringComparison.Ordinal).Replace("%", "%%", StringComparison.Ordinal)}")}
            UMask=0077
            LimitNOFILE=65536
            OOMScoreAdjust=-500

            NoNewPrivileges=true
            CapabilityBoundingSet={(low ? "CAP_NET_BIND_SERVICE" : "")}
            AmbientCapabilities={(low ? "CAP_NET_BIND_SERVICE" : "")}
            ProtectSystem=strict
            ProtectHome=true
            PrivateTmp=true
            ProtectClock=true
            ProtectHostname=true
            ProtectKernelLogs=true
            ProtectKernelModules=true
            ProtectKernelTunables=true
            ProtectControlGroups=true
            ProtectProc=invisible
            # Serial modems and radios; nothing else of /dev.
            DevicePolicy=closed
            DeviceAllow=char-ttyUSB rw
            DeviceAllow=char-ttyACM rw
            SupplementaryGroups=dialout
            RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
            RestrictNamespaces=true
            RestrictRealtime=true
            RestrictSUIDSGID=true
            LockPersonality=true
            RemoveIPC=true
            SystemCallArchitectures=native
            SystemCallFilter=@system-service
            SystemCallErrorNumber=EPERM

            [Install]
            WantedBy=multi-user.target

            """;
    }
}
