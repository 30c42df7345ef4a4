"""What sentences say: numbers, roles, and what they are said of."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.narrative.claims import Claim, Context, read_claims
from pipelines.narrative.phrases import heading_noun


def claims(*sentences: str, title: str = "") -> list[Claim]:
    """Claims of the sentences of one paragraph, years and dates left out."""
    context = Context(title)
    context.begin_paragraph(sentences[0])
    found = [claim for sentence in sentences for claim in read_claims(sentence, context)]
    return [claim for claim in found if claim.kind not in ("year", "date", "code")]


def said(*sentences: str, title: str = "") -> list[tuple[str | None, str | None, str, str | None]]:
    return [(c.number, c.unit, c.role, c.subject_text) for c in claims(*sentences, title=title)]


def test_total_and_parts() -> None:
    found = claims("2024年收支总预算1987.78万元，其中：当年预算1952.36万元；上年结转35.42万元。")
    assert [(c.number, c.subject_text, c.whole_text) for c in found] == [
        ("1987.78", "收支总预算", None),
        ("1952.36", "当年预算", "收支总预算"),
        ("35.42", "上年结转", "收支总预算"),
    ]
    assert found[0].year == 2024


def test_change_against_last_year() -> None:
    found = claims(
        "2026年度收入预算44169.36万元，比2025年年初预算数44021.20万元增加148.16万元，增长0.34%。"
    )
    assert [(c.number, c.role, c.subject_text) for c in found] == [
        ("44169.36", "value", "收入预算"),
        ("44021.20", "base", "收入预算"),
        ("148.16", "increase", "收入预算"),
        ("0.34", "increase", "收入预算"),
    ]
    assert found[2].base_text == "2025年年初预算数"


def test_share_belongs_to_the_amount_before_it() -> None:
    assert said("本年收入中，一般公共预算拨款收入1952.36万元，占100%。") == [
        ("1952.36", "万元", "value", "一般公共预算拨款收入"),
        ("100", "%", "share", "一般公共预算拨款收入"),
    ]


def test_completion_and_its_base() -> None:
    found = claims("因公出国（境）费支出决算为3万元，完成预算6万元的50%。")
    assert [(c.number, c.role) for c in found] == [
        ("3", "value"),
        ("6", "base"),
        ("50", "completion"),
    ]
    assert {c.subject_text for c in found} == {"因公出国（境）费支出决算"}


def test_unchanged_has_no_number() -> None:
    found = claims("公务用车运行费8.00万元，与上年持平；公务用车购置费0.00万元，与上年持平。")
    assert [(c.number, c.role, c.subject_text, c.base_text) for c in found] == [
        ("8.00", "value", "公务用车运行费", None),
        (None, "unchanged", "公务用车运行费", "上年"),
        ("0.00", "value", "公务用车购置费", None),
        (None, "unchanged", "公务用车购置费", "上年"),
    ]


def test_run_in_heading_names_the_subject() -> None:
    assert said("（二）公务接待费。", "2026年预算数11.64万元，主要用于接待工作。") == [
        ("11.64", "万元", "value", "公务接待费")
    ]


def test_a_long_run_in_heading_goes_on_over_sentences_without_numbers() -> None:
    name = (
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）"
    )
    found = said(
        f"3、{name}。",
        "主要用于：行政事业单位养老保险支出。",
        "年初预算为452.40万元，支出决算为446.11万元，完成年初预算的98.61%。",
    )
    assert [subject for *_, subject in found] == [name] * 3


def test_a_sentence_without_numbers_names_no_subject() -> None:
    found = said("2024年基本支出12万元。", "人员有所增加。", "比上年增加1万元。")
    assert found[1] == ("1", "万元", "increase", "基本支出")


def test_a_code_in_words_before_the_year_is_the_subject() -> None:
    found = said("1.公共安全支出（类）公安（款）行政运行（项）2026年预算数为5.21万元，减幅55.76%。")
    assert found == [
        ("5.21", "万元", "value", "公共安全支出（类）公安（款）行政运行（项）"),
        ("55.76", "%", "decrease", "公共安全支出（类）公安（款）行政运行（项）"),
    ]


def test_codes_and_percentages_in_brackets() -> None:
    found = said("行政运行（2013301）1765.18万元，较上年减少1.49万元（18.63%）。")
    assert [(number, role) for number, _, role, _ in found] == [
        ("1765.18", "value"),
        ("1.49", "decrease"),
        ("18.63", "decrease"),
    ]
    assert {subject for *_, subject in found} == {"行政运行（2013301）"}


def test_a_verb_may_come_first() -> None:
    found = said(
        "2024年收入预算12万元。",
        "主要原因是增加基本支出3万元，减少项目支出2万元，项目经费安排增加平台租赁费4万元。",
    )
    assert found[1:] == [
        ("3", "万元", "increase", "基本支出"),
        ("2", "万元", "decrease", "项目支出"),
        ("4", "万元", "increase", "平台租赁费"),
    ]


def test_section_title_names_the_subject() -> None:
    found = said("2026年预算安排70.00万元，与上年持平。", title="（一）因公出国（境）经费")
    assert [subject for *_, subject in found] == ["因公出国（境）经费"] * 2


def test_open_list_goes_on_over_paragraphs_and_ends() -> None:
    context = Context("六、基本支出")
    wholes = []
    for paragraph in (
        "2024年基本支出1413.10万元，其中：",
        "（一）人员经费1240.93万元。",
        "（二）公用经费172.17万元。",
        "2024年项目支出5万元。",
    ):
        context.begin_paragraph(paragraph)
        wholes += [c.whole_text for c in read_claims(paragraph, context) if c.kind == "amount"]
    assert wholes == [None, "基本支出", "基本支出", None]


def test_what_is_named_before_a_colon_goes_on_over_sentences() -> None:
    found = said(
        "3.信息化运行维护项目绩效自评综述：根据年初目标，项目自评得分为88.5分。",
        "全年预算数为1639.34万元，执行数为1032.99万元，完成预算的63.0%。",
    )
    assert [subject for *_, subject in found[1:]] == ["信息化运行维护项目绩效自评综述"] * 3


def test_two_sides_of_a_balance() -> None:
    found = claims(
        "2024年财政拨款收支总预算9万元。",
        "收入包括：一般公共预算收入9万元；支出包括：教育支出4万元、其他支出5万元。",
    )
    assert [c.whole_text for c in found[1:]] == [
        "财政拨款收支总预算/收入", "财政拨款收支总预算/支出", "财政拨款收支总预算/支出",
    ]  # fmt: skip


def test_execution_and_budget_of_one_item() -> None:
    item = "“教育支出（类）其他教育支出（款）其他教育支出（项）”"
    found = said(
        f"9.{item}科目25.00万元，主要用于培训。",
        "2023年当年预算执行数为20.00万元，2024年预算安排25.00万元，增加25.00%。",
        title="2024年部门预算编制说明",
    )
    assert {subject for *_, subject in found} == {f"{item}科目"}


def test_expenditure_beside_revenue() -> None:
    found = said(
        "2024年某局收入预算9万元，其中：财政拨款9万元。",
        "支出预算8万元，其中：财政拨款支出预算8万元。",
        title="2024年部门预算编制说明",
    )
    assert [subject for *_, subject in found] == [
        "某局收入预算",
        "财政拨款",
        "支出预算",
        "财政拨款支出预算",
    ]


def test_a_sentence_that_begins_with_parts() -> None:
    found = claims("2024年财政拨款收支总预算1987.78万元。", "其中：本年收入1952.36万元。")
    assert found[1].whole_text == "财政拨款收支总预算"


def test_counts_name_what_is_counted() -> None:
    assert said("根据职责，某局（汇总）核定128名编制，行政编制57名，下设5家预算单位。") == [
        ("128", "名", "value", "编制"),
        ("57", "名", "value", "行政编制"),
        ("5", "家", "value", "预算单位"),
    ]


def test_words_behind_a_bracket_go_on_before_it() -> None:
    found = claims("公务用车购置及运行费2.5万元（公务用车购置费0万元）比上年减少1万元。")
    assert [c.subject_text for c in found] == [
        "公务用车购置及运行费", "公务用车购置费", "公务用车购置及运行费",
    ]  # fmt: skip


def test_words_before_a_colon_are_spoken_of() -> None:
    found = said("（二）支出预算：2026年年初预算数120.17万元。", title="二、部门收支情况")
    assert found == [("120.17", "万元", "value", "支出预算")]


def test_threshold_is_no_value() -> None:
    assert said("单位价值100万元以上的设备4台（套）。")[0][2] == "threshold"


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("比上年减少17.61万元。", "decrease"),
        ("较2023年下降17.61万元。", "decrease"),
        ("同比增长17.61万元。", "increase"),
        ("相比变化0万元。", "unchanged"),
    ],
)
def test_verbs(text: str, role: str) -> None:
    assert [c.role for c in claims("运行经费105.19万元，" + text)][1] == role


@pytest.mark.parametrize(
    "text",
    [
        "根据《通知》（京办字〔2019〕85号）精神。",
        "1.负责市级财政收支。",
        "（3）其他工作。",
        "贯彻党的第20次会议精神。",
    ],
)
def test_numbers_that_say_nothing(text: str) -> None:
    assert claims(text) == []


def test_codes_and_dates() -> None:
    found = read_claims("（一）2011301-行政运行2163.74万元，截至2023年10月31日。", Context(""))
    assert [(c.kind, c.number) for c in found] == [
        ("code", "2011301"),
        ("amount", "2163.74"),
        ("date", "2023-10-31"),
    ]


def test_an_explanation_does_not_become_what_is_spoken_of() -> None:
    found = claims(
        "3.应急装备经费12万元，主要用于排水泵采购8万元。",
        "较上年增加2万元，主要原因是防汛任务增加，另有设备维修费减少1万元。",
    )
    assert [(c.subject_text, c.explains) for c in found] == [
        ("应急装备经费", None),
        ("排水泵采购", "use"),
        ("应急装备经费", None),
        ("设备维修费", "cause"),
    ]


def test_what_an_amount_is_for_is_a_part_of_it() -> None:
    found = claims("2.教育支出60万元，主要用于人员经费40万元、公用经费15万元、项目支出5万元。")
    assert [(c.subject_text, c.whole_text) for c in found] == [
        ("教育支出", None),
        ("人员经费", "教育支出"),
        ("公用经费", "教育支出"),
        ("项目支出", "教育支出"),
    ]


def test_a_change_behind_a_use_is_of_the_amount_itself() -> None:
    found = said("公务接待费2万元，主要用于接待来访团组，比上年减少0.5万元。")
    assert found[1] == ("0.5", "万元", "decrease", "公务接待费")


def test_reasons_go_on_behind_semicolons_and_parts_do_not() -> None:
    found = claims(
        "培训费9万元，增加3万元，原因是：一是新增调训2万元；二是标准提高1万元；会议费4万元。"
    )
    assert [c.explains for c in found] == [None, None, "cause", "cause", None]


def test_an_explanation_names_its_topic_in_the_clause_before() -> None:
    found = said("本年支出80万元。", "主要原因：项目支出增加，较上年增加7万元。")
    assert found[1] == ("7", "万元", "increase", "项目支出")


def test_an_explanation_without_a_name_names_nothing() -> None:
    found = said("信息系统运维费50万元，减少20万元，主要原因是取消一次性采购（减少20万元）。")
    assert found[2][3] is None


def test_a_bracket_without_a_number_does_not_end_the_clause() -> None:
    found = claims("收入预算90万元，比2022年（上一年度，下同）预算增加4万元。")
    assert found[1].subject_text == "收入预算"
    assert found[1].base_text == "2022年（上一年度，下同）预算"


def test_a_bracket_of_parts_closes_behind_its_last_sentence() -> None:
    found = said(
        "公务用车购置及运行费5万元（公务用车购置费0万元；公务用车运行费5万元。）比上年减少1万元，下降16.7%。"
    )
    assert [subject for *_, subject in found[-2:]] == ["公务用车购置及运行费"] * 2


def test_a_percentage_follows_the_change_that_names_its_own_subject() -> None:
    found = said("三公经费支出减少1.5万元，其中公务接待费支出减少0.5万元，下降20%。")
    assert found[-1] == ("20", "%", "decrease", "公务接待费支出")


def test_a_number_may_stand_right_behind_a_comma() -> None:
    assert [c.printed for c in claims("公务接待12批次，104人次，1,234.5万元。")] == [
        "12批次", "104人次", "1,234.5万元",
    ]  # fmt: skip


def test_the_clause_before_says_what_is_compared_with() -> None:
    found = claims("与2025年度相比，收、支总计各减少36.20万元，下降4.27%。")
    assert (found[0].role, found[0].base_text) == ("decrease", "2025年度")


def test_the_same_basis_is_no_subject() -> None:
    found = said("“三公”经费决算支出116.08万元，按同口径同比减少6.96万元。")
    assert found[1] == ("6.96", "万元", "decrease", "“三公”经费决算支出")


def test_money_behind_counted_persons_is_not_of_them() -> None:
    found = said("接待来访团组15个、来宾120人次，支出1.86万元。", title="（二）公务接待费")
    assert found[-1] == ("1.86", "万元", "value", "公务接待费")


def test_revenue_in_the_name_of_a_subject_of_expenditure() -> None:
    name = "国有土地使用权出让收入安排的支出（款）农村基础设施建设支出（项）"
    assert said(f"{name}：支出决算数为95万元。")[0][3] == name


def test_a_code_and_its_name_before_the_amount() -> None:
    found = said(
        "支出规模较大的是2050202小学教育，2024年预算数为88万元，占支出总额的40%。",
        title="五、关于一般公共预算支出表的说明",
    )
    assert [subject for *_, subject in found] == ["2050202小学教育"] * 2
    assert said("年初预算为676万元，支出决算为600万元。", title="住房公积金")[1][3] == "住房公积金"


def test_named_parts_are_of_what_is_named_before_the_colon() -> None:
    found = claims(
        "2024年一般公共预算支出9万元。",
        "其中：①人员经费：行政运行（2010101）6万元；②公用经费：行政运行（2010101）3万元。",
    )
    assert [c.whole_text for c in found[1:]] == ["人员经费", "公用经费"]


def test_a_subject_and_a_colon_name_what_follows() -> None:
    found = said("3.行政单位医疗（项）：2025年预算数为5万元，与上年持平。", title="二、拨款情况")
    assert [subject for *_, subject in found] == ["行政单位医疗（项）"] * 2


def test_parts_stand_behind_an_amount_and_a_colon() -> None:
    found = claims("政府采购预算总额1,047万元：货物采购47万元、服务采购1,000万元。")
    assert [c.whole_text for c in found] == [None, "政府采购预算总额", "政府采购预算总额"]


def test_a_bare_side_is_the_whole_before_its_parts() -> None:
    found = said(
        "（二）支出预算：年初预算数70万元，其中：教育支出60万元，住房保障支出10万元；支出比上年增加5万元。"
    )
    assert found[-1] == ("5", "万元", "increase", "支出预算")


@pytest.mark.parametrize(
    ("text", "role", "subject"),
    [
        ("支出小于上年预算数4万元。", "decrease", "会议费"),
        ("较2025年预算多4万元。", "increase", "会议费"),
        ("比上年预算少安排4万元。", "decrease", "会议费"),
    ],
)
def test_more_and_less(text: str, role: str, subject: str) -> None:
    assert said("会议费10万元，" + text)[1] == ("4", "万元", role, subject)


def test_a_name_may_begin_like_a_verb() -> None:
    assert said("（四）增人增资30万元。") == [("30", "万元", "value", "增人增资")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # As publishers of other provinces write.
        (
            "教育支出（类）普通教育（款）小学教育（项）2023年决算数为12.5万元，"
            "比2022年决算数减少1万元，下降7.4%。",
            [("12.5", "value"), ("1", "decrease"), ("7.4", "decrease")],
        ),
        (
            "2023年度机关运行经费支出40万元，较年初预算数增加2万元，增长5.26%。",
            [("40", "value"), ("2", "increase"), ("5.26", "increase")],
        ),
        (
            "一般公共预算财政拨款支出年初预算为100万元，支出决算为90万元，完成年初预算的90%。",
            [("100", "value"), ("90", "value"), ("90", "completion")],
        ),
        (
            "“三公”经费全年支出5万元，完成全年预算的83.3%，同比下降16.7%。",
            [("5", "value"), ("83.3", "completion"), ("16.7", "decrease")],
        ),
    ],
)
def test_other_wordings(text: str, expected: list[tuple[str, str]]) -> None:
    found = claims(text)
    assert [(c.number, c.role) for c in found] == expected
    assert len({(c.subject_text or "").removesuffix("年初预算") for c in found}) == 1


def test_where_the_subject_stands() -> None:
    found = claims("本年预算7万元，公务接待费2万元，比上年增加1万元。", title="三、三公经费")
    assert [(c.subject_text, c.said_in) for c in found[1:]] == [
        ("公务接待费", "clause"),
        ("公务接待费", "carried"),
    ]
    assert claims("预算安排7万元。", title="（一）公务接待费")[0].said_in == "heading"


def test_heading_noun() -> None:
    assert heading_noun("三、2024年支出预算情况说明") == "支出预算"
    assert heading_noun("（一）关于某市某局2026年收支预算情况的总体说明") == "收支预算"
    assert heading_noun("（一）机关运行经费") == "机关运行经费"


_AMOUNT = st.decimals(min_value=Decimal(0), max_value=Decimal(9999999), places=2)


@given(_AMOUNT, st.sampled_from(["万元", "元", "亿元", "%"]), st.booleans())
def test_every_printed_amount_is_found(amount: Decimal, unit: str, grouped: bool) -> None:
    printed = f"{amount:,}" if grouped else f"{amount}"
    sentence = f"2024年基本支出{printed}{unit}，主要用于人员经费。"
    found = claims(sentence)
    assert [(c.number, c.unit) for c in found] == [(f"{amount}", unit)]
    assert sentence[found[0].start :].startswith(found[0].printed)
    assert found[0].printed == printed + unit


@given(st.text(max_size=80))
def test_any_sentence_is_read(text: str) -> None:
    for claim in read_claims(text, Context("")):
        assert text[claim.start : claim.start + len(claim.printed)] == claim.printed
