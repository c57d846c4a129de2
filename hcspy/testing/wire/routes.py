"""The paths of HNS version 1, and what each method does there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, Final

from hcspy.testing.state import Fault, State, views
from hcspy.testing.state.faults import INVALID_JSON, INVALID_PARAMETER, NOT_LOCAL
from hcspy.testing.state.hcn.version1 import v1_view
from hcspy.testing.state.store import Object

from .jsontext import Writer, parse

Document = dict[str, Any]
Handler = Callable[["Router", str, str], str | None]
"""A handler has the router, the id of the path and the request's text; it gives the output's text."""

# fidelity: HNS-R01
NOUNS: Final = frozenset({"networks", "endpoints", "policylists", "namespaces"})


class Router:
    """Finds the handler of a request, and runs it on the state."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._writer = Writer(state.profile)
        self.write = self._writer.value

    def output(self, method: str, path: str, body: str) -> str | None:
        """Do a request; return its output as text, None for none."""
        collection, id, action = _split(path)
        if collection not in NOUNS:
            handler = OTHERS.get((method, collection, bool(id)))
            if handler is None or action:
                raise unknown(method, path)
            return handler(self, id, body)
        if action:
            step = ACTIONS.get((method, collection, action))
            if step is None:
                raise unknown(method, path)
            return step(self, id, body)
        return self._plain(getattr(self.state, collection), method, id, body, path)

    def _plain(self, noun: Any, method: str, id: str, body: str, path: str) -> str | None:
        # fidelity: HNS-R02 HNS-R03 HNS-R04
        if method == "GET":
            if not id:
                return self.list(noun.table)
            object = noun.get(id)
            return object.rendering or self.text(object)
        if method == "POST":
            request = request_document(body)
            if not id:
                return self.text(noun.create(request))
            if hasattr(noun, "modify"):
                return self.text(noun.modify(id, request))
        if method == "DELETE" and id:
            noun.delete(id)
            return None
        raise unknown(method, path)

    def text(self, object: Object) -> str:
        """Render an object; the text is kept until the object changes."""
        if object.rendering is None:
            object.rendering = self.write(v1_view(object.document))
        return object.rendering

    def list(self, objects: Iterable[Object]) -> str:
        """Render a list of objects, in order of creation."""
        # fidelity: HNS-R05
        return self._writer.array([object.rendering or self.text(object) for object in objects])


@lru_cache(1000)
def _split(path: str) -> tuple[str, str, str]:
    """Take a path apart: collection, id, action; a trailing slash means nothing. What is no path has no collection."""
    root, _, inner = path.partition("/")
    collection, *rest = inner.split("/")
    if rest and rest[-1] == "":
        rest.pop()
    if root or len(rest) > 2 or "" in rest or "?" in path:
        return "", "", ""
    id, action = (*rest, "", "")[:2]
    return collection.lower(), id, action.lower()


def unknown(method: str, path: str) -> Fault:
    """Say that there is no such path, or no such method of it."""
    # fidelity: HNS-R06
    return Fault(INVALID_PARAMETER, f"{method} {path}")


def request_document(body: str) -> Document:
    """Read a request: an object, and nothing else."""
    # fidelity: HNS-C09
    try:
        document = parse(body)
    except ValueError as error:
        raise Fault(INVALID_JSON, str(error)) from None
    if not isinstance(document, dict):
        raise Fault(INVALID_JSON, "a request is an object")
    return document


# Actions on an object


def _attach(router: Router, id: str, body: str) -> None:
    state = router.state
    state.attachments.attach(state.endpoints.get(id), request_document(body))


def _detach(router: Router, id: str, body: str) -> None:
    state = router.state
    state.attachments.detach(state.endpoints.get(id), request_document(body))


def _refresh_endpoint(router: Router, id: str, body: str) -> str:
    # fidelity: HNS-R07
    endpoint = router.state.endpoints.get(id)
    if endpoint.document.get("IsRemoteEndpoint"):
        raise Fault(NOT_LOCAL, "a remote endpoint is not refreshed")
    return router.text(endpoint)


def _refresh_network(router: Router, id: str, body: str) -> str:
    return router.text(router.state.networks.get(id))


def _detailed(router: Router, id: str, body: str) -> str:
    return router.write(v1_view(views.detailed_endpoint(router.state, router.state.endpoints.get(id))))


def _add_resource(router: Router, id: str, body: str) -> str:
    return router.text(router.state.namespaces.add_resource(id, request_document(body)))


def _remove_resource(router: Router, id: str, body: str) -> str:
    return router.text(router.state.namespaces.remove_resource(id, request_document(body)))


ACTIONS: Final[dict[tuple[str, str, str], Handler]] = {
    ("POST", "endpoints", "attach"): _attach,
    ("POST", "endpoints", "detach"): _detach,
    ("GET", "endpoints", "detailed"): _detailed,
    ("POST", "endpoints", "refresh"): _refresh_endpoint,
    ("POST", "networks", "refresh"): _refresh_network,
    ("POST", "namespaces", "addresource"): _add_resource,
    ("POST", "namespaces", "removeresource"): _remove_resource,
}


# Paths that are no collection of stored objects


def _view(view: Callable[[State], Any]) -> Handler:
    return lambda router, id, body: router.write(view(router.state))


def _view_of_endpoint(view: Callable[[State, Object], Any]) -> Handler:
    return lambda router, id, body: router.write(view(router.state, router.state.endpoints.get(id)))


def _globals(router: Router, id: str, body: str) -> str:
    # fidelity: HNS-R08
    if id.lower() != "version" or not router.state.profile.has(7, 2):
        raise unknown("GET", f"/globals/{id}")
    major, minor = router.state.profile.hns
    return router.write({"Major": major, "Minor": minor})


def _set_accelnet(router: Router, id: str, body: str) -> str:
    # fidelity: HNS-R09
    router.state.accelnet_list()
    entries = request_document(body).get("MacAddressList")
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise Fault(INVALID_PARAMETER, "MacAddressList is a list of objects")
    router.state.accelnet = [dict(entry) for entry in entries]
    router.state.revision += 1
    return router.write(router.state.accelnet_list())


def _clear_accelnet(router: Router, id: str, body: str) -> str:
    router.state.accelnet_list()
    router.state.accelnet = []
    router.state.revision += 1
    return router.write(router.state.accelnet_list())


def _activity(router: Router, id: str, body: str) -> str:
    return router.write(views.activity(router.state, id))


OTHERS: Final[dict[tuple[str, str, bool], Handler]] = {
    ("GET", "globals", True): _globals,
    ("GET", "accelnet", False): _view(State.accelnet_list),
    ("POST", "accelnet", False): _set_accelnet,
    ("DELETE", "accelnet", False): _clear_accelnet,
    ("GET", "endpointstats", True): _view_of_endpoint(views.stats),
    ("GET", "endpointaddresses", True): _view_of_endpoint(views.addresses),
    ("GET", "activities", False): _view(views.activities),
    ("GET", "activities", True): _activity,
    ("GET", "plugins", False): _view(views.plugins),
    ("GET", "portpools", False): _view(views.portpools),
}
