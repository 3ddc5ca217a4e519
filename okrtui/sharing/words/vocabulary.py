"""The words of eleven languages by which OKR documents say what a line or a number is: one table for every reader.

Each entry is a regular expression without groups, read whatever the case. The order of the lines is that of
the languages: English, German, French, Spanish, Portuguese, Italian, Dutch, Chinese, Japanese, Korean, Vietnamese.
"""

import re
from collections import Counter

OBJECTIVE = (
    r"objectives?|obj\.?(?= ?\d)|goals?(?= \d)|ziele?|objectifs?|objetivos?|obiettiv[oi]|doel(?:stelling)?(?:en)?"
    r"|目标|目標|ゴール|목표|mục tiêu"
)
KEY_RESULT = (
    r"RC(?=[ -]?\d)|key[ -]?results?|schlüssel-?(?:ergebnis(?:se)?|resultate?)"
    r"|résultats?[ -]clés?|resultados?[ -]claves?"
    r"|resultados?[ -]chaves?|risultat[oi][ -]chiave|(?:kern|sleutel)-?resulta(?:at|ten)"
    r"|belangrijkste resulta(?:at|ten)"
    r"|关键结果|關鍵結果|关键成果|關鍵成果|关键成效|主要な?(?:結果|成果)|成果指標|キーリザルト|重要な結果"
    r"|핵심 ?결과|주요 ?결과|kết quả (?:then chốt|chính|chủ chốt|cốt lõi)"
)
ATTRIBUTES = {
    "owner": r"dri|owners?|owned by|leads?|drivers?|champions?|sponsors?"
    r"|assignee|responsible(?: person)?|accountable|who"
    r"|verantwortlich(?:e[rn]?)?"
    r"|zuständig|responsables?|porteur|pilote|responsáve(?:l|is)|dono|responsabil[ei]|referente|verantwoordelijke?"
    r"|eigenaar|负责人|負責人|責任人|责任人|担当者?|責任者|담당자?|책임자|người phụ trách|chịu trách nhiệm",
    "target": r"target(?: value)?|goal(?: value)?|zielwert|soll(?:wert)?|cible|valeur cible|metas?|valor objetivo"
    r"|valor[ -]alvo"
    r"|alvo|valore obiettivo|target-?waarde|doelwaarde|streefwaarde|目标值|目標值|目標値|目标数值|목표치|목표값"
    r"|chỉ tiêu|mục tiêu cần đạt",
    "start": r"start(?:ing)?(?: value| point)?|baseline(?: value)?|base ?line|from|ausgangs(?:wert|lage|punkt)"
    r"|startwert"
    r"|(?:valeur |niveau )?(?:initiale?|(?:de )?départ)"
    r"|point de départ|référence|línea (?:de )?base|valor inicial|punto de partida"
    r"|linha de base|valor de partida|valore (?:iniziale|di partenza)|base di partenza|uitgangs(?:waarde|punt)"
    r"|startwaarde"
    r"|nulmeting|起始值?|初始值|基线|基線|基准|開始値|現状値|ベースライン|기준(?:값|선|치)|시작값"
    r"|giá trị (?:ban đầu|nền)|xuất phát",
    "current": r"current(?: value)?|actual|now|today|aktuell(?:er (?:wert|stand))?|ist(?:-?wert)?|stand"
    r"|actuel(?:le)?|valeur actuelle"
    r"|valor actual|valor atual|atual|actual|valore attuale|attuale|huidige? ?(?:waarde)?|当前值?|當前值?|现状"
    r"|現在値?"
    r"|現状|현재(?:값|치)?|hiện tại|giá trị hiện tại",
    "unit": r"units?|einheit|unité|unidade?s?|unità|eenheid|单位|單位|単位|단위|đơn vị",
    "priority": r"prio(?:rity|rität|rité|ridad|ridade|rità|riteit)?|优先级|優先級|優先度|우선순위|ưu tiên",
    "why": r"why|rationale|motivation|purpose|warum|begründung|pourquoi|por ?qué|motivación|por ?quê"
    r"|justificativa|perché"
    r"|motivazione|waarom|为什么|背景|理由|이유|배경|lý do|tại sao",
    "cycle": r"cycle|quarter|period|time ?frame|quartal|zeitraum|trimestre|période|período|ciclo|periodo|kwartaal"
    r"|periode"
    r"|周期|週期|季度|期間|四半期|분기|기간|quý|chu kỳ",
    "measure": r"measures?(?:ment)?|measured by|metrics?|kpi|indicators?|messgröße|kennzahl|gemessen (?:an|durch)"
    r"|indicateurs?"
    r"|mesure|indicador(?:es)?|medición|métricas?|medido por|indicator[ei]|misura|metrica|meetwaarde|gemeten aan"
    r"|指标|指標|衡量(?:标准|方式)?|測定方法|지표|측정(?: ?방법)?|chỉ số|đo (?:lường|bằng)",
    "note": r"status|state|score|grade|confidence|progress|due(?: date)?|deadline|active (?:from|until|since)"
    r"|weight|notes?"
    r"|comments?|risks?|health|type|timeline|stretch(?: goal| target)?|tracking|source|constraints?"
    r"|dependenc(?:y|ies)"
    r"|frist|fällig(?: am)?|fortschritt|risik(?:o|en)|bemerkung(?:en)?|échéance|statut|avancement|risques?"
    r"|remarques?|fecha (?:límite)?"
    r"|estado|progreso|riesgos?|notas?|prazo|situação|progresso|riscos?|observações|scadenza|stato|avanzamento|rischi"
    r"|voortgang|risico'?s|opmerking(?:en)?|状态|狀態|进度|進度|信心|评分|備註|备注|截止日期|权重|状況|進捗|期限"
    r"|備考|リスク"
    r"|상태|진행(?:률|도)?|마감일?|비고|위험|trạng thái|tiến độ|hạn chót|ghi chú|rủi ro",
}
"""What a line `Word: value` says of the objective or key result above it, by the field it fills."""

QUARTER = r"quartal|quarter|trimestre|trim\.?|kwartaal|季度?|四半期|분기"
"""Quarter names beside `Q2`: `2. Quartal 2026`, `2º trimestre de 2026`, `2026年第2季度`, `2026년 2분기`."""

CEILING = (
    r"<=?|≤|≦|⩽|=<|(?:no|not) (?:more|longer|higher|greater|later) than"
    r"|(?:does|do|must|will)? ?not exceed(?:ing)?|never (?:above|over)"
    r"|(?:less|fewer|lower|shorter|faster) than|below|under|at most|max(?:imum)?\.?(?: of)?|capped at"
    r"|unter(?:halb)?(?: von)?|höchstens|maximal|weniger als|kleiner als|nicht mehr als|moins d[e'](?: )?|au plus"
    r"|inférieure?s? à"
    r"|sous(?: les?)?|en[ -]dessous de|no más de|menos (?:de|que|do que)|por debajo de|inferior(?:es)? a"
    r"|como máximo|máximo(?: de)?"
    r"|abaixo de|no máximo|meno di|sotto(?: i[l]?)?|inferiore a|al massimo|non più di|minder dan|onder(?: de)?"
    r"|hooguit|lager dan"
    r"|niet meer dan|低于|低於|少于|少於|小于|小於|不超过|不超過|不高于|控制在|dưới|ít hơn|không quá|nhỏ hơn|tối đa"
)
CEILING_AFTER = r"以下|以内|以內|之内|之下|未満|미만|이하|or (?:less|fewer|lower|below)|oder weniger|ou moins"
r"|o menos|ou menos|o meno|of minder|max\.?"
FLOOR = (
    r">=?|≥|≧|⩾|=>(?=\s?\d)|at least|(?:no|not) (?:less|fewer|lower) than|(?:more|greater|higher) than|above|over"
    r"|min(?:imum)?\.?(?: of)?"
    r"|exceeds?|mindestens|wenigstens|mehr als|über|oberhalb von|au moins|plus d[e'](?: )?|supérieure?s? à"
    r"|au[ -]dessus de"
    r"|al menos|por lo menos|más de|mayor (?:a|que)|superior(?:es)? a|como mínimo|mínimo(?: de)?|pelo menos"
    r"|mais (?:de|que|do que)|acima de|no mínimo"
    r"|almeno|più di|oltre|superiore a|minstens|ten minste|meer dan|boven(?: de)?|至少|超过|超過|大于|大於|高于"
    r"|高於|不低于|不少于"
    r"|ít nhất|trên|hơn|tối thiểu"
)
FLOOR_AFTER = r"\+|以上|이상|초과|超え|or (?:more|higher|above)|oder mehr|ou plus|o más|ou mais|o più|of meer"
DOWN = (
    r"reduc(?:e|es|ed|ing|tion)|cut(?:s|ting)?|lower(?:s|ed|ing)?|decrease[sd]?|shrink|drop(?:s|ped)?|bring down"
    r"|minimi[sz]e|shorten|slash|halve"
    r"|(?:reduzier|senk|verringer|verkürz|minimier|halbier)\w*|(?:rédui|diminu|baiss|abaiss|raccourci)\w*"
    r"|(?:reduci|reduz|disminu|baja)\w*"
    r"|(?:diminuir|baixar|encurtar|cortar)|(?:ridu|abbass|diminu|accorci)\w*|(?:verlag|vermind|terugbreng|verkort)\w*"
    r"|降低|降到|降至|减少|減少|缩短|縮短|压缩|下降|削減|短縮|減ら|줄이|줄여|감소|단축|낮추|giảm"
)
UP = (
    r"increase[sd]?|increasing|grow(?:s|ing|th)?|raise[sd]?|boost|double|triple|expand|gain|add|lift"
    r"|(?:steiger|erhöh|verdoppel|ausbau|wachs)\w*|(?:augment|accroî|doubl)\w*"
    r"|(?:aument|increment|crecer|duplic)\w*|crescer|dobrar"
    r"|(?:cresc|raddoppi)\w*|(?:verhoog|vergrot|groei|verdubbel)\w*|提升|提高|增加|增长|扩大|增や|向上|늘리|증가"
    r"|향상|tăng|nâng"
)
KEEP = r"keep|maintain|stay|hold|sustain|remain|(?:halten|beibehalten)|maintenir|garder|mantener|manter|mantenere"
r"|behoud\w*|保持|維持|유지|duy trì"
LESS_IS_BETTER = (
    r"latency|latenc(?:y|ies)"
    r"|(?:response|load(?:ing)?|build|boot|start-?up|lead|cycle|recovery|resolution|waiting|wait) times?|time to \w+"
    r"|churn|(?:error|failure|defect|bounce|rejection|complaint|crash|attrition|turnover) rates?|mttr|mttd|downtime"
    r"|p(?:50|75|90|95|99)|latenz|(?:antwort|lade|reaktions|durchlauf)zeit"
    r"|(?:fehler|abwanderungs|absprung)(?:quote|rate)|ausfallzeit"
    r"|latence|temps de (?:réponse|chargement)|taux d['e] ?(?:erreurs?|échec|attrition)|latencia"
    r"|tiempo de (?:respuesta|carga)|tasa de (?:error(?:es)?|abandono|rebote)"
    r"|latência|tempo (?:médio )?de (?:resposta|carregamento|detecção)"
    r"|taxa de (?:erros?|falhas?|reclamações|rejeição|cancelamento)|latenza|tempo di (?:risposta|caricamento)"
    r"|tasso di (?:errore|abbandono)|responstijd|laadtijd|foutpercentage|延迟|响应时间|流失率|错误率|故障率"
    r"|失败率|離脱率|解約率|エラー率"
    r"|応答時間|이탈률|오류율|응답 ?시간|độ trễ|thời gian phản hồi|tỷ lệ (?:lỗi|rời bỏ)"
)
"""Measures of which everybody wants less: a plain number beside them is a line to stay below."""

RELATIVE = r"by|um|de(?=\s+\d[\d.,]*\s*%)|en(?=\s+(?:un\s+)?\d)|em(?=\s+\d)|del?|met"
"""Words before a number that is a difference: `cut costs by 20 %`."""
FROM = (
    r"from|von|de|du|desde|da|van|从|由|從|từ|currently|today|now|was|were|baseline|aktuell|derzeit|heute"
    r"|actuellement"
    r"|actualmente|hoy|atualmente|hoje|attualmente|oggi|nu|momenteel|当前|目前|現在|현재|hiện tại"
)
BACK = (
    r"(?:up|down) from|from|was|were|vs\.?|versus|instead of|currently|baseline|today|now|statt|aktuell|heute"
    r"|au lieu de|contre"
    r"|en vez de|frente a|em vez de|contra|invece di|in plaats van|当前|目前|現在|현재"
)
"""Words between a target and the start that follows it: `20 % (was 10 %)`."""
TO = (
    r"to|→|->|=>|⇒|➜|➡|auf|à|a|para|até|naar|bis(?: auf)?|hasta|hacia|al|提升(?:到|至)|提高(?:到|至)"
    r"|增加(?:到|至)|增长(?:到|至)"
    r"|降低?(?:到|至)|减少(?:到|至)|缩短(?:到|至)|から|에서|lên|xuống|đến|tới|至|到"
)
SPAN = (
    r"in|within|every|next|last|past|per|each|after|before|for the|by|over|during|first|until|innerhalb von"
    r"|binnen|nach|pro|alle"
    r"|en|dans les?|sous|par|après|chaque|dentro de|cada|tras|em|nos(?: primeiros)?|nas(?: primeiras)?|a cada"
    r"|após|por|primeiros|primeiras"
    r"|entro|ogni|dopo|per|nei primi|na|per|elke|trong|sau|mỗi|每|近|过去|未来|前"
)
"""Words before a number of days or hours that is no measure: `in 30 days`, `nos primeiros 30 dias`."""
TIME = (
    r"ms|µs|us|ns|s|secs?|seconds?|mins?|minutes?|hrs?|hours?|h|d|days?|weeks?|months?|quarters?|years?|sekunden?"
    r"|minuten?|stunden?|tag(?:en?)?"
    r"|wochen?|monat(?:en?)?|jahr(?:en?)?|secondes?|heures?|jours?|semaines?|mois|ans?|segundos?|minutos?|horas?"
    r"|d[ií]as?|dias?|semanas?|mes(?:es)?"
    r"|mês|años?|anos?|second[oi]|minut[oi]|or[ae]|giorn[oi]|settiman[ae]|mes[ei]|ann[oi]|seconden|uur|uren"
    r"|dagen?|weken|maand(?:en)?|jaar"
    r"|毫秒|秒钟?|分钟|分|小时|时|天|日|周|个?月|年|時間|週間?|か月|초|분|시간|일|주|개월|giây|phút|giờ|ngày|tuần"
    r"|tháng"
)
SCALES = {
    r"k|thousand|tsd\.?|tausend|mil|mille|mila|duizend|nghìn|ngàn|千|천": 1e3,
    r"m|mn|mio\.?|millions?|millionen|million|millones|mill[oó]n|milh(?:ões|ão)|milion[ei]|miljoen|triệu|百万"
    r"|백만": 1e6,
    r"b|bn|billion|milliards?|mrd\.?|milliarden|miliard[oi]|miljard|mil millones|bilh(?:ões|ão)|tỷ|十亿|십억": 1e9,
    r"万|萬|만": 1e4,
    r"亿|億|억": 1e8,
}
ZERO = (
    r"zero|no(?= \w+ (?:incidents?|bugs?|outages?|regressions?|defects?|rollbacks?))|null|keine?|zéro"
    r"|aucun[e]?|cero|ningún|nenhum[a]?|nessun[oa]?|geen|nul|零|ゼロ|제로|không có"
)
CURRENCY = r"US\$|R\$|A\$|C\$|CHF|EUR|USD|GBP|[$€£¥￥₩₫₹]"

MONTHS = (
    r"jan(?:uary|uar|uari)?|janvier|janeiro|enero|gennaio|feb(?:ruary|ruar|ruari|rero|braio)?|février|fevereiro"
    r"|mar(?:ch|s|zo|ço)?|märz|maart"
    r"|apr(?:il|ile)?|avril|abril|may|mai|mayo|maio|mei|maggio|june?|juni|juin|junio|junho|giugno|july?|juli"
    r"|juillet|julio|julho|luglio"
    r"|aug(?:ust|ustus)?|août|agosto|sept?(?:ember|embre|tembre|iembre)?|setembro|oct(?:ober|obre|ubre)?"
    r"|okt(?:ober)?|outubro|ottobre"
    r"|nov(?:ember|embre|iembre|embro)?|dec(?:ember)?|dez(?:ember|embro)?|décembre|diciembre|dicembre"
)
"""Names of months, each in the order of the year for its language; see `month_of`."""
COUNTED = (
    r"people|children|men|women|staff|nutzer(?:innen)?|kund(?:en|innen)|leute|personen|mitarbeiter(?:innen)?"
    r"|teams|utenti|clienti|persone"
    r"|gebruikers|klanten|mensen|người|khách hàng"
)
"""Plurals that do not end as English ones do."""

_COMMA = {
    "de": "der die das und mit auf von für ist wird werden zu bis nicht den dem ein eine im ziel "
    "zielwert schlüsselergebnis",
    "fr": "le la les des et pour dans avec une est sur du au aux nos chaque objectif résultat clé cible",
    "es": "el los las del para con una por que en su al más cada objetivo clave meta",
    "pt": "os das dos para com uma por em não são do da mais ao objetivo chave meta responsável",
    "it": "il gli delle per con una di che nel della più ogni obiettivo chiave",
    "nl": "het een van en voor met op te naar onze niet elke doel doelstelling",
    "vi": "và của cho các là trong với được mục tiêu",
}
_POINT = "the and of to for with in on our is are by from all at least new"


def decimal_of(text: str) -> str:
    """Return the decimal separator that the language of `text` uses: `,` or `.`; `.` where nothing tells."""
    counted = Counter(re.findall(r"[^\W\d_]+", text[:200_000].casefold()))
    scores = {",": max(_common(counted, words) for words in _COMMA.values()), ".": _common(counted, _POINT)}
    return "," if scores[","] > max(scores["."], 1) else "."


def _common(counted: Counter[str], words: str) -> int:
    return sum(counted[word] for word in words.split())


def month_of(word: str) -> int | None:
    """Return 1 to 12 for a month's name in any of the languages, None for another word."""
    bare = word.casefold().rstrip(".")
    if re.fullmatch(MONTHS, bare) is None:
        return None
    if bare.startswith(("juil", "lug")):
        return 7
    begins = "jan ene gen/feb fév fev/mar mär maa/apr avr abr/may mai mei mag/jun jui giu/jul/aug aoû ago/sep set"
    begins += "/oct okt out ott/nov/dec dez déc dic"
    return next(at for at, each in enumerate(begins.split("/"), 1) if bare.startswith(tuple(each.split())))
