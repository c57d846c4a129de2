"""The messages that programs run into most, in other languages of Windows.

A program that tells errors apart by English text fails on such a machine. The wording is ours where no record of a
real machine was found; that it differs from English is the point.
"""

from __future__ import annotations

from typing import Final

from .messages import ENGLISH

_ROWS: Final[dict[int, tuple[str, str, str]]] = {
    0x80004005: ("Unbekannter Fehler", "未指定的错误", "エラーを特定できません"),
    0x80070005: ("Zugriff verweigert", "拒绝访问。", "アクセスが拒否されました。"),
    0x80070020: (
        "Der Prozess kann nicht auf die Datei zugreifen, da sie von einem anderen Prozess verwendet wird.",
        "另一个程序正在使用此文件，进程无法访问。",
        "プロセスはファイルにアクセスできません。別のプロセスが使用中です。",
    ),
    0x80070057: ("Falscher Parameter.", "参数错误。", "パラメーターが間違っています。"),
    0x800700B7: (
        "Eine Datei kann nicht erstellt werden, wenn sie bereits vorhanden ist.",
        "当文件已存在时，无法创建该文件。",
        "既に存在するファイルを作成することはできません。",
    ),
    0x80070426: ("Der Dienst wurde nicht gestartet.", "服务尚未启动。", "サービスを開始できませんでした。"),
    0x80070490: ("Element nicht gefunden.", "找不到元素。", "要素が見つかりません。"),
    0x800706BE: (
        "Der Remoteprozeduraufruf ist fehlgeschlagen.",
        "远程过程调用失败。",
        "リモート プロシージャ コールに失敗しました。",
    ),
    0x800710D8: (
        "Der Objektbezeichner steht nicht für ein gültiges Objekt.",
        "对象标识符不代表有效的对象。",
        "オブジェクト識別子は有効なオブジェクトを表していません。",
    ),
    0x80071392: ("Das Objekt ist bereits vorhanden.", "该对象已存在。", "オブジェクトは既に存在します。"),
    0x803B0001: ("Das Netzwerk wurde nicht gefunden.", "找不到网络。", "ネットワークが見つかりませんでした。"),
    0x803B0002: ("Der Endpunkt wurde nicht gefunden.", "找不到终结点。", "エンドポイントが見つかりませんでした。"),
    0x803B0006: ("Es wurde kein Adapter gefunden.", "找不到适配器。", "アダプターが見つかりませんでした。"),
    0x803B000D: (
        "Die angegebene Richtlinienkonfiguration ist ungültig, oder es fehlen Parameter.",
        "提供的策略配置无效或缺少参数。",
        "指定されたポリシー構成が無効であるか、パラメーターがありません。",
    ),
    0x803B000E: ("Ungültiger Richtlinientyp.", "策略类型无效。", "ポリシーの種類が無効です。"),
    0x803B0010: (
        "Ein Netzwerk mit diesem Namen ist bereits vorhanden.",
        "具有此名称的网络已存在。",
        "この名前のネットワークは既に存在します。",
    ),
    0x803B0013: (
        "Der angegebene Port ist bereits vorhanden.",
        "指定的端口已存在。",
        "指定されたポートは既に存在します。",
    ),
    0x803B0014: (
        "Dieser Endpunkt ist bereits an den Switch angefügt.",
        "此终结点已附加到交换机。",
        "このエンドポイントは既にスイッチに接続されています。",
    ),
    0x803B0015: (
        "Die angegebene Anforderung wird nicht unterstützt.",
        "不支持指定的请求。",
        "指定された要求はサポートされていません。",
    ),
    0x803B001B: (
        "Ungültige JSON-Dokumentzeichenfolge.",
        "JSON 文档字符串无效。",
        "JSON ドキュメント文字列が無効です。",
    ),
    0x803B001E: (
        "Die IP-Adresse ist ungültig oder gehört zu keinem konfigurierten Subnetz.",
        "IP 地址无效或不属于任何已配置的子网。",
        "IP アドレスが無効であるか、構成済みのサブネットに含まれていません。",
    ),
    0x803B002F: (
        "Eine angegebene Adresse ist ungültig oder reserviert.",
        "提供的地址无效或已保留。",
        "指定されたアドレスが無効であるか、予約されています。",
    ),
    0xC037010E: (
        "Ein Computesystem mit dem angegebenen Bezeichner ist nicht vorhanden.",
        "不存在具有指定标识符的计算系统。",
        "指定された識別子のコンピューティング システムは存在しません。",
    ),
}

# fidelity: HNS-C04
LANGUAGES: Final[dict[str, dict[int, str]]] = {
    "en": ENGLISH,
    "de": {code: row[0] for code, row in _ROWS.items()},
    "zh": {code: row[1] for code, row in _ROWS.items()},
    "ja": {code: row[2] for code, row in _ROWS.items()},
}


def check_language(name: str) -> str:
    """Refuse a language that there are no texts in."""
    if name not in LANGUAGES:
        raise ValueError(f"language is one of {', '.join(LANGUAGES)}, not {name!r}")
    return name
