"""The block lists of the screening, for moderators: see docs/screening.md."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.translation import gettext as _

from .. import services
from ..current_app import reverse
from ..models import BlockedTerm
from ..moderation_forms import BlockedTermForm
from ..services.databases import for_write
from ..timelines import Page, moderation_cases
from .base import ActionView, FormPageView
from .lists import ListMixin
from .moderation import ModeratorMixin
from .moderation_json import dump_page, dump_term

if TYPE_CHECKING:
    from django.http import HttpRequest


class TermMixin(ModeratorMixin):
    """A page about the block lists, for those who may decide: 403 for others."""

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not self.may_moderate:
            raise PermissionDenied(_("You may not moderate."))
        return super()._dispatch(request, *args, **kwargs)


class BlockedTermListView(TermMixin, ListMixin, FormPageView):
    """The blocked words and domains, the newest first, and a form to add one."""

    template_name = "django_tweets/moderation/term_list.html"
    form_class = BlockedTermForm
    term: BlockedTerm
    """The term that the form has added."""

    def get_page(self) -> Page[BlockedTerm]:
        return moderation_cases.blocked_terms(self.get_cursor(), self.page_size)

    def get_json_data(self, context: dict[str, Any]) -> dict[str, Any]:
        return dump_page(context["page"], dump_term, {})

    def get_json_result(self) -> dict[str, Any]:
        return {"term": dump_term(self.term)}

    def save(self, form: BlockedTermForm) -> str:
        self.term = services.block_term(self.member, **form.cleaned_data)
        self.add_message(_("“%(term)s” is blocked.") % {"term": self.term})
        return reverse("django_tweets:blocked_term_list")


class BlockedTermDeleteView(TermMixin, ActionView):
    """Remove a word or domain from the block lists."""

    def perform(self) -> str:
        term = for_write(BlockedTerm._base_manager.filter(pk=self.kwargs["pk"])).first()
        if term is None:
            raise Http404(_("This no longer exists."))
        services.unblock_term(self.member, term)
        return _("“%(term)s” is no longer blocked.") % {"term": term}

    def get_fragment(self) -> str:
        return ""

    def get_default_url(self) -> str:
        return reverse("django_tweets:blocked_term_list")
