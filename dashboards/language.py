"""Chinese first, English on demand.

Belongs here: the switch, and names of coded values in both languages. Does not belong here: texts
of pages, which stand where they are shown, as ``t("中文", "English")``.
"""

from __future__ import annotations

import streamlit as st

from dashboards import data

_KEY = "english"

#: Coded values of ``marts`` as people say them: (Chinese, English).
_NAMES = {
    "budget": ("预算", "budget"),
    "final_accounts": ("决算", "final accounts"),
    "all": ("合计", "total"),
    "basic": ("基本支出", "basic"),
    "basic_personnel": ("人员经费", "personnel"),
    "basic_operating": ("公用经费", "operating"),
    "project": ("项目支出", "projects"),
    "operating": ("经营支出", "business"),
    "remittance_to_superior": ("上缴上级支出", "remitted to superior"),
    "subsidy_to_affiliates": ("对附属单位补助支出", "subsidies to affiliates"),
    "reserve": ("预备费", "reserve"),
    "carry_to_next_year": ("结转下年", "carried to next year"),
    "fiscal": ("财政拨款", "fiscal appropriation"),
    "general_public_budget": ("一般公共预算", "general public budget"),
    "government_fund": ("政府性基金预算", "government fund"),
    "state_capital": ("国有资本经营预算", "state capital"),
    "fiscal_special_account": ("财政专户管理资金", "fiscal special account"),
    "institution_income": ("事业收入", "institution income"),
    "operating_income": ("事业单位经营收入", "operating income"),
    "superior_subsidy": ("上级补助收入", "subsidy from superior"),
    "affiliate_remittance": ("附属单位上缴收入", "remitted by affiliates"),
    "other_income": ("其他收入", "other income"),
    "own_funds": ("单位资金", "own funds"),
    "non_fiscal_balance": ("使用非财政拨款结余", "non-fiscal balance"),
    "current": ("本年", "this year"),
    "carryover": ("上年结转结余", "carried over"),
    "initial_budget": ("年初预算", "initial budget"),
    "adjusted_budget": ("全年预算", "adjusted budget"),
    "execution": ("执行数", "execution"),
    "final": ("决算数", "final"),
    "total": ("合计", "total"),
    "abroad": ("因公出国（境）费", "abroad"),
    "vehicle": ("公务用车购置及运行费", "vehicles"),
    "vehicle_purchase": ("公务用车购置费", "vehicle purchase"),
    "vehicle_operation": ("公务用车运行费", "vehicle operation"),
    "reception": ("公务接待费", "reception"),
    "conference": ("会议费", "conferences"),
    "training": ("培训费", "training"),
    "operating_cost": ("机关运行经费", "operating cost of the organ"),
    "revenue": ("收入合计", "revenue"),
    "expenditure": ("支出合计", "expenditure"),
    "personnel": ("人员经费", "personnel"),
    "three_public.total": ("“三公”经费合计", "three public expenses"),
    "three_public.abroad": ("因公出国（境）费", "abroad"),
    "three_public.reception": ("公务接待费", "reception"),
    "three_public.vehicle": ("公务用车购置及运行费", "vehicles"),
    "three_public.vehicle_purchase": ("公务用车购置费", "vehicle purchase"),
    "three_public.vehicle_operation": ("公务用车运行费", "vehicle operation"),
    "three_public.conference": ("会议费", "conferences"),
    "three_public.training": ("培训费", "training"),
    "error": ("错误", "error"),
    "warning": ("警示", "warning"),
    "info": ("提示", "info"),
    "publisher": ("发布方", "publisher"),
    "extraction": ("可能是提取问题", "perhaps our reading"),
    "undecided": ("未定", "undecided"),
    "pass": ("通过", "pass"),
    "pass_rounding": ("舍入差", "rounding"),
    "fail": ("不符", "fail"),
    "not_applicable": ("不适用", "not applicable"),
    "published": ("已发布", "published"),
    "quarantined": ("已隔离", "quarantined"),
    "withdrawn": ("已撤回", "withdrawn"),
    "superseded": ("已被取代", "superseded"),
    "complete": ("全文", "complete"),
    "tables": ("表格", "tables"),
    "narrative": ("文字", "narrative"),
    "performance": ("绩效", "performance"),
    "department": ("部门", "department"),
    "own": ("本级", "own"),
    "unit": ("单位", "unit"),
}


def switch() -> None:
    """Draw the switch and keep its state in the address, so that a link keeps the language."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = st.query_params.get("lang") == "en"
    st.sidebar.toggle("English", key=_KEY)
    if st.session_state[_KEY]:
        st.query_params["lang"] = "en"
    else:
        st.query_params.pop("lang", None)


def is_english() -> bool:
    """Whether pages are shown in English."""
    return bool(st.session_state.get(_KEY, False))


def t(chinese: str, english: str) -> str:
    """The text in the chosen language."""
    return english if is_english() else chinese


def name(value: str | None) -> str:
    """A coded value of ``marts`` as people say it; an unknown one as it is."""
    if value is None:
        return "—"
    return t(*_NAMES[value]) if value in _NAMES else value


def table_kind(value: str | None) -> str:
    """A kind of table as people say it (``dim_table_kind``)."""
    kinds = data.table_kinds()
    return t(*kinds[value]) if value in kinds else name(value)
