"""python -m tools.intervals: every fluid's kernels, the estimator, the account of energy."""

import sys


def main():
    """Every fluid, then every function; prints how near to the limit each comes."""
    from tools import accuracy, proofs, proofs_estimator

    bad = 0
    for name in accuracy.FLUIDS:
        proof = proofs.refrigerant(name)
        sentences = proof.complaints + [f"{node}: never evaluated" for node in proof.unreached()]
        products = {k: v for k, v in proof.widest.items() if k in proof.products}
        where, widest = max(products.items(), key=lambda item: item[1])
        good = f"{len(proof.widest)} lines proved, widest product {widest / 2**30:.2f} of 2**30"
        print(f"{name:8} " + ("; ".join(sentences) or f"{good}, {where}"), flush=True)
        bad += bool(sentences)
    for proof in (proofs_estimator.estimator(), proofs_estimator.account()):
        sentences = proof.complaints + [f"{node}: never evaluated" for node in proof.unreached()]
        for name, places, widest in proof.functions():
            product = "" if widest is None else f", widest product {widest / 2**30:.2f} of 2**30"
            print(f"{name:32} {places:3} places{product}")
        print("\n".join(sentences) or "all proved", flush=True)
        bad += len(sentences)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
